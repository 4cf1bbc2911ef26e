// The messages of the place that is shown: they appear, are rewritten, and know where a new day begins.

import { parse } from "./markup.js";
import { follow, followOn, readOn } from "./scroll.js";

const list = document.getElementById("posts");
const sources = new Map(); // each post's markup as it came, to tell what is different from what stands there
const words = new Map(); // what the person was told about a question; survives when its message is rewritten

const posts = () => [...list.querySelectorAll(":scope > .post")];
const numberOf = (post) => Number(post.dataset.nth);
const plain = (node) => node.textContent.replace(/\s+/g, " ").trim();
const find = (id) => posts().find((post) => post.dataset.id === id);

export const latest = () => Math.max(0, ...posts().map(numberOf));
export const buttonsOf = (question) =>
  [...list.querySelectorAll("[data-question]")].filter((button) => button.dataset.question === question);
export const partOf = (question) => buttonsOf(question)[0]?.closest(".part");

export function tellAt(question, html, lasting = true) {
  const told = partOf(question)?.querySelector(":scope > .told");
  if (!told) return false;
  if (lasting) words.set(question, html);
  else words.delete(question);
  told.replaceChildren(parse(html));
  told.hidden = false;
  return true;
}

// Whether the message says already what its reader was told: it may be rewritten before the answer is here.
export function says(question, html) {
  const part = partOf(question);
  return Boolean(part) && plain(part).includes(plain(parse(html)));
}

export function untell(question) {
  words.delete(question);
  const told = partOf(question)?.querySelector(":scope > .told");
  if (told) told.hidden = true;
}

function tellAgain(post) {
  for (const button of post.querySelectorAll("[data-question]")) {
    const html = words.get(button.dataset.question);
    if (html) tellAt(button.dataset.question, html);
  }
}

function place(post) {
  const after = [...list.children].find((each) => Number(each.dataset.nth) > numberOf(post));
  list.insertBefore(post, after ?? null);
}

// Whether whoever listens has heard what a rewritten message says, or is about to: of a button that they pressed.
function isHeard(old, post) {
  if (old.querySelector("[aria-busy=true]")) return true;
  const told = [...old.querySelectorAll(".told:not([hidden])")].map(plain).filter(Boolean);
  return told.some((words) => plain(post).includes(words));
}

export function put(post) {
  const last = list.lastElementChild;
  const echo = stoodIn(post);
  const source = post.outerHTML;
  echo?.remove();
  const old = find(post.dataset.id);
  if (old && sources.get(post.dataset.id) === source) return;
  sources.set(post.dataset.id, source);
  if (echo || (old && isHeard(old, post))) post.setAttribute("aria-live", "off"); // not read aloud once more
  if (old) {
    const focused = old.contains(document.activeElement) && document.activeElement.dataset;
    old.replaceWith(post);
    if (focused) keepFocus(post, focused);
  } else {
    place(post);
  }
  tellAgain(post);
  arrange();
  if (old) followOn(old, post);
  else if (last?.isConnected && post === list.lastElementChild) follow(last);
}

// Whoever pressed a button by keyboard stays where they were, even though the button may be gone.
function keepFocus(post, { question, choice }) {
  const same = [...post.querySelectorAll("button")].find(
    (button) => button.dataset.question === question && button.dataset.choice === choice,
  );
  post.tabIndex = -1;
  (same ?? post.querySelector("button") ?? post).focus({ preventScroll: true });
}

// One's own words stand there at once, until they come back as the message that is kept.
function stoodIn(post) {
  const act = post.dataset.id.split(":").pop();
  return post.matches(".own") ? [...list.children].find((each) => each.dataset.act === act) : null;
}

export function putAll(html) {
  const wanted = [...parse(html).children].filter((each) => each.matches(".post"));
  const ids = new Set(wanted.map((post) => post.dataset.id));
  posts().forEach((post) => ids.has(post.dataset.id) || post.remove());
  wanted.forEach(put);
  arrange();
}

export function append(item) {
  item.dataset.nth = latest() + 0.5; // stands after all that was there when it was said
  list.append(item);
  arrange();
}

function arrange() {
  let day = "";
  for (const post of posts()) {
    post.querySelector(".day").hidden = post.dataset.day === day;
    day = post.dataset.day;
  }
  const empty = document.getElementById("empty");
  empty.hidden = list.children.length > 0;
  document.body.classList.toggle("begun", list.children.length > 0);
}

// Marks what came since this place was last looked at, once, as the page opens.
export function markNew(seen) {
  const first = posts().find((post) => numberOf(post) > seen);
  if (!seen || !first || first === posts()[0]) return;
  first.querySelector(".new").hidden = false;
  readOn(first);
}

export function begin() {
  posts().forEach((post) => sources.set(post.dataset.id, post.outerHTML));
  arrange();
}

