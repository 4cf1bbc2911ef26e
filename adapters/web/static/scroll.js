// Where the column of messages stands: at the newest, further up, or where one left off.

const scroll = document.querySelector(".scroll");
const newer = document.getElementById("newer");
const AWAY = 120; // pixels from the newest, from which on a new message is out of sight

const IN_SIGHT = 160; // of what stood there before, so that one sees where the new begins

let before = null; // what was the newest when somebody last did something: what comes after it begins in sight

export function follow(last) {
  if (!before && scroll.scrollTop < -AWAY) return; // reading further up
  before ??= last;
  const above = before.getBoundingClientRect().bottom - IN_SIGHT - scroll.getBoundingClientRect().top;
  if (above < 0) scroll.scrollTop += above;
}

export function followOn(old, fresh) {
  if (before !== old) return;
  before = fresh;
  follow(fresh);
}

for (const act of ["pointerdown", "keydown", "wheel", "touchmove"]) {
  document.addEventListener(act, () => (before = null), { capture: true, passive: true });
}

export function toBottom() {
  scroll.scrollTop = 0; // the column grows upwards: its zero is the newest
}

export function tellNewer() {
  newer.hidden = scroll.scrollTop > -AWAY;
}

newer.addEventListener("click", () => {
  toBottom();
  newer.hidden = true;
  scroll.focus();
});
scroll.addEventListener("scroll", () => scroll.scrollTop > -AWAY && (newer.hidden = true), { passive: true });

export function readOn(first) {
  const top = first.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  if (top < 0) scroll.scrollTop += top;
}
