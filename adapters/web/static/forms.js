// Forms in their dialog: page after page, with what was typed kept in this browser until it is accepted.

import { browser, tab } from "./keep.js";
import { enliven, fieldsOf, fill, firstToFill, valuesOf, valuesOfPage } from "./fields.js";
import { parse } from "./markup.js";

export function prepareForms({ me, acts, done, closed }) {
  const dialog = document.getElementById("form");
  const remembered = `form:${me}`;
  let opener = null;

  const page = () => dialog.querySelector("form");
  const draftOf = (question, key) => `draft:${me}:${question}:${key}`;

  function show(html) {
    dialog.replaceChildren(parse(html));
    const question = page().dataset.question;
    for (const field of fieldsOf(page())) {
      const typed = browser.read(draftOf(question, field.dataset.field), null);
      if (typed) fill(field, typed);
    }
    enliven(page());
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(".fields").scrollTop = 0;
    (firstToFill(page()) ?? dialog.querySelector("h2")).focus();
  }

  function open(html, frame) {
    opener = frame;
    tab.write(remembered, frame);
    show(html);
  }

  function keep(event) {
    const field = event.target.closest("[data-field]");
    if (!field || event.target.matches(".filter")) return;
    browser.write(draftOf(page().dataset.question, field.dataset.field), valuesOf(field));
  }

  function send() {
    const form = page();
    if (form.getAttribute("aria-busy") === "true") return;
    const { question } = form.dataset;
    form.setAttribute("aria-busy", "true");
    form.querySelector(".told").hidden = true;
    const values = valuesOfPage(form);
    acts.perform({ do: "submit", question, values }, (answer) => settle(question, values, answer));
  }

  function settle(question, values, answer) {
    const stillThere = dialog.open && page()?.dataset.question === question;
    if (answer.sort === "refused") {
      if (stillThere) refuse(answer.html);
      return;
    }
    const next = answer.sort === "form" ? parse(answer.html) : null;
    const wrong = next ? fieldsOf(next).filter((field) => field.matches(".bad")) : [];
    const again = new Set(wrong.map((field) => field.dataset.field));
    for (const key of Object.keys(values)) {
      if (!again.has(key)) browser.drop(draftOf(question, key));
    }
    if (next) {
      if (stillThere) show(answer.html);
      return;
    }
    const by = opener;
    opener = null;
    tab.drop(remembered);
    if (stillThere) dialog.close();
    done(by ?? { question }, answer);
  }

  function refuse(html) {
    page().removeAttribute("aria-busy");
    const told = page().querySelector(".told");
    told.replaceChildren(parse(html));
    told.hidden = false;
  }

  dialog.addEventListener("input", keep);
  dialog.addEventListener("change", keep);
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close();
    const link = event.target.closest(".wrong a");
    if (link) {
      event.preventDefault();
      document.getElementById(link.hash.slice(1))?.focus();
    }
  });
  dialog.addEventListener("close", () => {
    const by = opener;
    opener = null;
    tab.drop(remembered);
    dialog.replaceChildren();
    if (by) closed(by);
  });

  return { open, remembered: () => tab.read(remembered, null) };
}
