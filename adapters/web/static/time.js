// The time panel: moves time on, follows it while it passes, and keeps the focus where it was.

import { parse } from "./markup.js";

export function watchTime({ live }) {
  const panel = document.getElementById("time");
  const heard = document.getElementById("heard");
  let lastGo = "";
  let awaited = false;
  let moving = panel.querySelector(".slip").dataset.moving === "yes";

  function replace(old, fresh) {
    const open = old.querySelector("details")?.open;
    const details = fresh.querySelector("details");
    if (details) details.open = Boolean(open);
    if (!old.isEqualNode(fresh)) old.replaceWith(fresh);
  }

  function show(html) {
    const focused = panel.contains(document.activeElement) && document.activeElement.dataset.go;
    const fresh = parse(html).querySelector(".slip");
    panel.querySelector(".slip").dataset.moving = fresh.dataset.moving;
    for (const piece of [...fresh.querySelectorAll("[data-piece]")]) {
      replace(panel.querySelector(`[data-piece=${piece.dataset.piece}]`), piece);
    }
    const was = moving;
    moving = fresh.dataset.moving === "yes";
    if (focused) refocus(focused);
    tellClock(was && !moving);
  }

  function refocus(focused) {
    const wanted = moving ? [focused, "stop"] : [focused, lastGo, "stop", "next", "day"];
    const there = wanted
      .map((go) => panel.querySelector(`[data-go="${go}"]:not(:disabled)`))
      .find(Boolean);
    there?.focus({ preventScroll: true });
  }

  function tellClock(arrived) {
    const { textContent: day, dataset: { short: shortDay } } = panel.querySelector("[data-now-day]");
    const clock = panel.querySelector("[data-now-clock]").textContent;
    const button = document.querySelector(".to-time");
    if (button) {
      button.querySelector(".day").textContent = shortDay;
      button.querySelector(".clock").textContent = clock;
      button.classList.toggle("moving", moving);
    }
    if (arrived && lastGo === "mine" && panel.matches(":popover-open")) panel.hidePopover();
    if (arrived) heard.textContent = `It is now ${day}, ${clock}.`;
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-go]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { go } = button.dataset;
    if (!live.send({ do: "go", to: go })) {
      heard.textContent = "The connection is lost; time stands still until it is back.";
      return;
    }
    if (go !== "stop") lastGo = go;
    awaited = go === "mine";
    button.setAttribute("aria-disabled", "true");
    button.classList.add("pressed");
    setTimeout(() => {
      button.removeAttribute("aria-disabled");
      button.classList.remove("pressed");
    }, 4000); // where nothing came of it
  });

  // Where the panel covers the messages, it tells of those that come behind it.
  const look = document.getElementById("look");
  let news = 0;

  // Whether whoever looks asked to be taken to the next message, once.
  function wasAwaited() {
    const asked = awaited;
    awaited = false;
    return asked;
  }

  function arrived() {
    if (!panel.matches(":popover-open")) return;
    news += 1;
    look.textContent = news === 1 ? "Look: a new message" : `Look: ${news} new messages`;
    look.hidden = false;
  }

  if (look) {
    panel.addEventListener("toggle", () => {
      news = 0;
      look.hidden = true;
    });
  }

  live.on("time", (frame) => show(frame.html));
  tellClock(false);
  return { arrived, wasAwaited };
}
