// Where the column of messages stands: at the newest, further up, or where one left off.

const scroll = document.querySelector(".scroll");
const newer = document.getElementById("newer");
const AWAY = 120; // pixels from the newest, from which on a new message is out of sight

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
