// Markup that came in a frame becomes nodes; a sentence of the page's own becomes markup.

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function sentence(words) {
  const paragraph = document.createElement("p");
  paragraph.className = "text";
  paragraph.textContent = words;
  return `<div class="word">${paragraph.outerHTML}</div>`;
}
