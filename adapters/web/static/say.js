// Saying something: the composer, its chips, and one's own words in the column until the page is loaded anew.

import { browser } from "./keep.js";
import { parse } from "./markup.js";
import { append } from "./screen.js";
import { toBottom } from "./scroll.js";

const LONGEST = 4000;
const NEAR = 3600;
const SIGHT = 200; // how much of refused words stands in the column, while all of them stand in the composer

export function listenForWords({ acts, forms, me }) {
  const form = document.getElementById("say");
  if (!form) return null;
  const text = form.elements.text;
  const count = document.getElementById("text-count");
  const draft = `said:${me}`;

  function typed() {
    browser.write(draft, text.value);
    text.rows = Math.min(7, text.value.split("\n").length);
    const length = text.value.length;
    count.textContent = length > NEAR ? `${length} of ${LONGEST} characters` : "";
    count.classList.toggle("over", length > LONGEST);
  }

  function say(words) {
    const mine = ownWords(words);
    append(mine);
    toBottom();
    const frame = { do: "say", text: words };
    mine.dataset.act = acts.perform(frame, (answer) => settle(mine, frame, answer));
  }

  function settle(mine, frame, answer) {
    mine.classList.remove("going");
    mine.removeAttribute("aria-busy");
    if (answer.sort === "refused") {
      mine.classList.add("refused");
      mine.append(parse(answer.html));
      if (text.value) return; // something else is being written: what was refused is kept in sight instead
      text.value = frame.text;
      typed();
      mine.querySelector(".text").textContent = shortened(frame.text);
    } else if (answer.sort === "form") {
      forms.open(answer.html, frame);
    } else if (answer.html && answer.sort !== "none") {
      tell(answer.html);
    }
  }

  text.value = browser.read(draft, "");
  typed();
  text.addEventListener("input", typed);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value;
    if (!words.trim()) return;
    text.value = "";
    typed();
    say(words);
    text.focus();
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-say]");
    if (!chip) return;
    say(chip.dataset.say);
    if (chip.closest("#empty")) text.focus();
  });
  return { again: (frame) => acts.perform(frame, (answer) => settle(ownWords(""), frame, answer)) };
}

const shortened = (words) => (words.length > SIGHT ? `${words.slice(0, SIGHT)}…` : words);

function ownWords(words) {
  const mine = document.createElement("li");
  mine.className = "mine going";
  mine.setAttribute("aria-busy", "true");
  const said = document.createElement("p");
  said.className = "text";
  said.textContent = words;
  const who = document.createElement("span");
  who.className = "unseen";
  who.textContent = "You: ";
  said.prepend(who);
  mine.append(said);
  return mine;
}

// Words of before a reload that are not answered yet: in sight until they come back as the message that is kept.
export function standIn(frame) {
  const mine = ownWords(frame.text);
  mine.dataset.act = frame.id;
  append(mine);
}

export function tell(html) {
  const item = document.createElement("li");
  item.className = "aloud";
  item.append(parse(html));
  append(item);
  toBottom();
}
