// The places: which of them have something that was not seen yet.

import { browser } from "./keep.js";
import { parse } from "./markup.js";

export function watchPlaces({ live, me, here }) {
  const nav = document.getElementById("places");
  const elsewhere = document.querySelector(".to-shelf .news");
  const title = document.title;
  const links = () => [...nav.querySelectorAll("[data-place]")];
  const key = (place) => `seen:${me}:${place}`;

  function mark() {
    let any = false;
    for (const link of links()) {
      const { place, latest } = link.dataset;
      const seen = browser.read(key(place), 0);
      if (seen > Number(latest)) browser.write(key(place), Number(latest)); // begun anew
      const news = place !== here && Number(latest) > seen;
      link.querySelector(".news").hidden = !news;
      any ||= news;
    }
    elsewhere.hidden = !any;
  }

  function see(number) {
    if (document.hidden) {
      document.title = `● ${title}`;
      return;
    }
    document.title = title;
    const link = links().find((each) => each.dataset.place === here);
    if (link && Number(link.dataset.latest) < number) link.dataset.latest = number;
    browser.write(key(here), number);
  }

  function news(place, number) {
    const link = links().find((each) => each.dataset.place === place);
    if (link && Number(link.dataset.latest) < number) link.dataset.latest = number;
    mark();
  }

  live.on("places", (frame) => {
    const focused = nav.contains(document.activeElement) && document.activeElement.dataset.place;
    nav.replaceChildren(parse(frame.html));
    mark();
    if (focused) links().find((each) => each.dataset.place === focused)?.focus();
  });
  addEventListener("storage", mark); // seen in another window
  mark();
  return { see, news, seen: () => browser.read(key(here), 0) };
}
