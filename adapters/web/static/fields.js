// The fields of a form's page: what stands in them, and the counts and filters beside them.

const NEAR = 0.8; // of the longest: from here on the count shows

export const fieldsOf = (page) => [...page.querySelectorAll("[data-field]")];
const inputsOf = (field) => [...field.querySelectorAll("input:not(.filter), select, textarea")];
const isChoice = (input) => input.type === "radio" || input.type === "checkbox";

export function valuesOf(field) {
  return inputsOf(field)
    .filter((input) => !isChoice(input) || input.checked)
    .map((input) => input.value)
    .filter((value) => value !== "");
}

export function valuesOfPage(page) {
  return Object.fromEntries(fieldsOf(page).map((field) => [field.dataset.field, valuesOf(field)]));
}

export function fill(field, values) {
  for (const input of inputsOf(field)) {
    if (!isChoice(input)) input.value = values[0] ?? "";
    else input.checked = values.includes(input.value) || (input.value === "" && values.length === 0);
  }
}

export function firstToFill(page) {
  const field = page.querySelector(".field.bad") ?? page.querySelector(".field");
  return field && (inputsOf(field).find((input) => input.checked) ?? inputsOf(field)[0]);
}

export function enliven(page) {
  for (const field of fieldsOf(page)) {
    const count = () => tellCount(field);
    field.addEventListener("input", count);
    field.addEventListener("change", count);
    count();
    const filter = field.querySelector(".filter");
    filter?.addEventListener("input", () => narrow(field, filter.value));
    filter?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }
}

function tellCount(field) {
  const count = field.querySelector(".count");
  if (!count) return;
  const words = field.dataset.sort === "any_of" ? chosenOf(field, count) : lengthOf(field, count);
  if (count.textContent !== words) count.textContent = words;
}

function lengthOf(field, count) {
  const longest = Number(count.dataset.longest);
  const length = [...(valuesOf(field)[0] ?? "")].length;
  count.classList.toggle("over", length > longest);
  if (length > longest) return `${length - longest} characters too many; ${longest} is the most.`;
  return length >= longest * NEAR ? `${longest - length} characters left` : "";
}

function chosenOf(field, count) {
  const most = Number(field.dataset.most ?? 0);
  const least = Number(count.dataset.least || 0);
  const chosen = valuesOf(field).length;
  count.classList.toggle("over", most > 0 && chosen > most);
  if (most && chosen > most) return `${chosen} chosen; ${most} is the most.`;
  if (most) return chosen ? `${chosen} of up to ${most} chosen` : `Choose up to ${most}.`;
  if (least && chosen < least) return `${chosen} chosen; choose at least ${least}.`;
  return chosen ? `${chosen} chosen` : "Choose as many as you like.";
}

function narrow(field, wanted) {
  const words = wanted.trim().toLowerCase();
  for (const option of field.querySelectorAll(".option")) {
    // What is chosen stays in sight: nobody should send what they cannot see.
    option.hidden = !option.textContent.toLowerCase().includes(words) && !option.querySelector(":checked");
  }
}
