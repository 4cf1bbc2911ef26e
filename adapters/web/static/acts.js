// What the person does: each act has an id, is kept until it is answered, and goes again after a lost connection.

import { tab } from "./keep.js";
import { sentence } from "./markup.js";

const LARGEST = 256 * 1024; // of a frame, in bytes: what the server takes
const TOO_LARGE = "That is too much for one message. Nothing was recorded; could you shorten it?";

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only where the page is served securely
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function keepActs(live, me) {
  const key = `acts:${me}`;
  const waiting = new Map(tab.read(key, []).map((frame) => [frame.id, { frame }]));
  const settles = new Map();
  let orphans = () => {};

  const remember = () => tab.write(key, Array.from(waiting.values(), (act) => act.frame));

  function settle(answer) {
    const act = waiting.get(answer.id);
    if (!act) return;
    waiting.delete(answer.id);
    remember();
    (settles.get(answer.id) ?? orphans)(answer, act.frame);
    settles.delete(answer.id);
  }

  function refuseLarge() {
    for (const { frame } of [...waiting.values()]) {
      if (new TextEncoder().encode(JSON.stringify(frame)).length >= LARGEST) {
        settle({ id: frame.id, sort: "refused", html: sentence(TOO_LARGE) });
      }
    }
  }

  live.on("open", () => waiting.forEach(({ frame }) => live.send(frame)));
  live.on("answer", settle);

  return {
    perform(frame, done) {
      const whole = { ...frame, id: newId() };
      waiting.set(whole.id, { frame: whole });
      settles.set(whole.id, done);
      remember();
      refuseLarge();
      if (waiting.has(whole.id)) live.send(whole);
      return whole.id;
    },
    // Acts of before a reload have nobody who waits for their answer any more.
    orphaned(hear) {
      orphans = hear;
    },
  };
}
