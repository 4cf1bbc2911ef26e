// One person's window: puts its parts together, and hands each frame to the part that it concerns.

import { keepActs } from "./acts.js";
import { prepareForms } from "./forms.js";
import { forgetEverything, world } from "./keep.js";
import { watchLine } from "./line.js";
import { connect } from "./live.js";
import { parse } from "./markup.js";
import { watchPlaces } from "./places.js";
import { watchPlaying } from "./playing.js";
import { hold, listenForPresses, settle as settlePress, tellKept } from "./press.js";
import { listenForWords, standIn, tell } from "./say.js";
import * as screen from "./screen.js";
import { tellNewer } from "./scroll.js";
import { watchTime } from "./time.js";

const NOBODY = 4404; // the code with which a socket is closed whose person is not there any more
const { me, place: here } = document.body.dataset;
const live = connect({ as: me, in: here, world });
const acts = keepActs(live, me);
const places = watchPlaces({ live, me, here });

function heard(html) {
  document.getElementById("heard").textContent = parse(html).textContent.trim();
}

function focusOn({ question, choice }) {
  const buttons = question ? screen.buttonsOf(question) : [];
  const button = buttons.find((each) => each.dataset.choice === choice) ?? buttons[0];
  (button ?? document.getElementById("text") ?? document.getElementById("main")).focus();
}

const forms = prepareForms({
  me,
  acts,
  done(by, answer) {
    focusOn(by);
    if (by.question) settlePress({ forms, heard }, by, answer);
    else if (answer.html) tell(answer.html);
  },
  closed(by) {
    focusOn(by);
    if (by.question) tellKept(by);
  },
});

screen.begin();
screen.markNew(places.seen());
places.see(screen.latest());
listenForPresses({ acts, forms, heard });
const words = listenForWords({ acts, forms, me });
watchLine(live);
watchPlaying({ live, me });
const time = watchTime({ live });

// Acts of before a reload: a form opens again, an outcome is told where its question stands.
const orphans = acts.orphaned((answer, frame) => {
  if (frame.do === "submit" && answer.sort === "form") return;
  if (frame.question) settlePress({ forms, heard }, frame, answer);
  else if (answer.sort === "form") forms.open(answer.html, frame);
  else if (answer.html) tell(answer.html);
});
for (const frame of orphans) {
  if (frame.do === "press") hold(frame);
  if (frame.do === "say") standIn(frame);
}

live.on("post", (frame) => {
  if (frame.place !== here) {
    if (!frame.edited) places.news(frame.place, frame.nth);
    return;
  }
  const post = parse(frame.html).querySelector(".post");
  const fromThem = !frame.edited && !post.matches(".own");
  screen.put(post);
  places.see(screen.latest());
  if (fromThem) {
    if (time.wasAwaited()) post.scrollIntoView({ block: "start" });
    tellNewer();
    time.arrived();
  }
});
live.on("screen", (frame) => {
  if (frame.place !== here) return;
  screen.putAll(frame.html);
  places.see(screen.latest());
});
let left = false; // a line that is lost again on the way out asks for no second departure
function leave() {
  if (left) return;
  left = true;
  forgetEverything();
  location.assign("/");
}
live.on("over", leave);
live.on("lost", ({ code }) => code === NOBODY && leave());
document.addEventListener("visibilitychange", () => places.see(screen.latest()));

let first = true;
live.on("open", () => {
  const opener = first && forms.remembered(); // a form stood open when the page was loaded anew
  first = false;
  if (!opener) return;
  if (opener.do === "say") words?.again(opener);
  else acts.perform(opener, (answer) => settlePress({ forms, heard }, opener, answer));
});

// On a wide screen the panels stand beside the messages and are no pop-ups.
const wide = matchMedia("(min-width: 64rem)");
wide.addEventListener("change", () => {
  for (const panel of document.querySelectorAll("#shelf, #time")) {
    if (wide.matches && panel.matches(":popover-open")) panel.hidePopover();
  }
});

live.start();
