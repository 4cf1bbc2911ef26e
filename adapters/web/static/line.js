// The line at the top: tells calmly that the connection is gone, that it is back, or that something went wrong.

const PATIENCE = 900; // before a short break is worth a word

export function watchLine(live) {
  const line = document.getElementById("line");
  let timer = 0;
  let lost = false;

  function show(words, ...buttons) {
    const text = document.createElement("p");
    text.textContent = words;
    line.replaceChildren(text, ...buttons);
    line.hidden = false;
  }

  function button(label, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = label;
    made.addEventListener("click", work);
    return made;
  }

  live.on("lost", () => {
    if (lost) return;
    lost = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      show(
        "Connection lost; trying again. What you do is kept, and sent when it is back.",
        button("Try now", () => live.now()),
      );
      line.className = "line lost";
    }, PATIENCE);
  });

  live.on("open", () => {
    clearTimeout(timer);
    if (lost && !line.hidden) {
      show("Connected again.");
      line.className = "line back";
      timer = setTimeout(() => (line.hidden = true), 2500);
    }
    lost = false;
  });

  live.on("complaint", (frame) => {
    show("", button("All right", () => (line.hidden = true)));
    line.className = "line lost";
    line.querySelector("p").outerHTML = frame.html;
  });
}
