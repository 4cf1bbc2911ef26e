// Whether the window's person is played by hand, or acts by themselves while time passes.

import { tab } from "./keep.js";

// Whoever opens a window plays its person; to look at another place, or to reload, is not to begin anew.
function stays() {
  const [how] = performance.getEntriesByType("navigation");
  return new URLSearchParams(location.search).has("in") || (how && how.type !== "navigate");
}

export function watchPlaying({ live, me }) {
  const key = `playing:${me}`;
  const radios = [...document.querySelectorAll("[name=by-hand]")];
  let unsent = null; // what was chosen while the connection was lost

  function say(byHand) {
    unsent = { do: "play", who: me, by_hand: byHand };
    if (live.send(unsent)) unsent = null;
  }

  for (const radio of radios) {
    radio.addEventListener("change", () => {
      const byHand = radio.value === "yes";
      tab.write(key, byHand);
      say(byHand);
    });
  }
  live.on("open", () => unsent && say(unsent.by_hand));

  if (stays() && tab.read(key, true) === false) {
    radios.find((radio) => radio.value === "no").checked = true;
    say(false);
  } else {
    tab.drop(key);
  }
}
