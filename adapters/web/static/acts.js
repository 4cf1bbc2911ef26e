// What the person does: each act has an id, is kept until it is answered, and goes again after a lost connection.

import { tab } from "./keep.js";
import { sentence } from "./markup.js";

const LARGEST = 256 * 1024; // of a frame, in bytes: what the server takes
const TOO_LARGE_CODE = 1009;
const MOST_TRIES = 5; // after which something is wrong that trying will not mend
const TOO_LARGE = "That is too much for one message. Nothing was recorded; could you shorten it?";
const IN_VAIN = "That did not go through. Please try again; nothing is counted twice.";

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only where the page is served securely
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const sizeOf = (frame) => new TextEncoder().encode(JSON.stringify(frame)).length;

export function keepActs(live, me) {
  const key = `acts:${me}`;
  const waiting = new Map(tab.read(key, []).map((frame) => [frame.id, { frame, tries: 0 }]));
  let orphans = () => {};

  const remember = () => tab.write(key, Array.from(waiting.values(), (act) => act.frame));
  const refuse = ({ frame }, why) => settle({ id: frame.id, sort: "refused", html: sentence(why) });

  function settle(answer) {
    const act = waiting.get(answer.id);
    if (!act) return;
    waiting.delete(answer.id);
    remember();
    (act.done ?? orphans)(answer, act.frame);
  }

  function send(act) {
    if (sizeOf(act.frame) >= LARGEST) refuse(act, TOO_LARGE);
    else if (act.tries >= MOST_TRIES) refuse(act, IN_VAIN);
    else if (live.send(act.frame)) act.tries += 1;
  }

  live.on("open", () => [...waiting.values()].forEach(send));
  live.on("answer", settle);
  live.on("lost", ({ code }) => {
    const largest = [...waiting.values()].sort((one, other) => sizeOf(other.frame) - sizeOf(one.frame))[0];
    if (code === TOO_LARGE_CODE && largest) refuse(largest, TOO_LARGE);
  });

  return {
    perform(frame, done) {
      const act = { frame: { ...frame, id: newId() }, done, tries: 0 };
      waiting.set(act.frame.id, act);
      remember();
      send(act);
      return act.frame.id;
    },
    // What was done before the page was loaded anew, and is not answered yet: nobody waits for it any more.
    orphaned(hear) {
      orphans = hear;
      return Array.from(waiting.values(), (act) => act.frame);
    },
  };
}
