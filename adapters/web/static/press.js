// Presses: a button shows at once that it was pressed, and cannot be pressed twice.

import { sentence } from "./markup.js";
import { buttonsOf, says, tellAt, untell } from "./screen.js";

export function listenForPresses({ acts, forms, heard }) {
  document.getElementById("posts").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-choice]");
    if (button && button.getAttribute("aria-disabled") !== "true") press({ acts, forms, heard }, button);
  });
}

function press({ acts, forms, heard }, button) {
  const { question, choice } = button.dataset;
  const frame = { do: "press", question, choice };
  untell(question);
  hold(frame);
  acts.perform(frame, (answer) => settle({ forms, heard }, frame, answer));
}

export function hold({ question, choice }) {
  for (const each of buttonsOf(question)) {
    each.setAttribute("aria-disabled", "true");
    each.classList.toggle("pressed", each.dataset.choice === choice);
    if (each.dataset.choice === choice) each.setAttribute("aria-busy", "true");
  }
}

export function release(question) {
  for (const each of buttonsOf(question)) {
    each.removeAttribute("aria-disabled");
    each.removeAttribute("aria-busy");
    each.classList.remove("pressed");
  }
}

export function settle({ forms, heard }, frame, answer) {
  if (answer.sort === "form") {
    release(frame.question);
    forms.open(answer.html, frame);
    return;
  }
  if (answer.sort === "outcome") {
    // Its message is rewritten to show the same; where that has happened already, it need only be heard.
    release(frame.question);
    untell(frame.question);
    if (says(frame.question, answer.html) || !tellAt(frame.question, answer.html, false)) heard(answer.html);
    return;
  }
  release(frame.question);
  if (answer.sort !== "none" && !tellAt(frame.question, answer.html)) heard(answer.html);
}

export function tellKept(frame) {
  const button = buttonsOf(frame.question).find((each) => each.dataset.choice === frame.choice);
  if (!button) return;
  const label = button.textContent.trim();
  tellAt(frame.question, sentence(`What you typed is kept. Press “${label}” to go on with it.`));
}
