// What the browser remembers between loads, for this tab or for all of them; nothing where storage is turned off.
// It is kept for one world: what was kept before somebody started over is of people who are not there any more.

const ALL = "shelfmate:";
export const world = document.documentElement.dataset.world;
const PREFIX = `${ALL}${world}:`;

function shelf(storage) {
  const safely = (work, otherwise) => {
    try {
      return work(storage());
    } catch {
      return otherwise; // turned off, or full: the page works without
    }
  };
  return {
    read: (key, otherwise) =>
      safely((kept) => JSON.parse(kept.getItem(PREFIX + key)) ?? otherwise, otherwise),
    write: (key, value) => safely((kept) => kept.setItem(PREFIX + key, JSON.stringify(value))),
    drop: (key) => safely((kept) => kept.removeItem(PREFIX + key)),
    clear: (these) =>
      safely((kept) => {
        Object.keys(kept)
          .filter(these)
          .forEach((key) => kept.removeItem(key));
      }),
  };
}

export const tab = shelf(() => sessionStorage);
export const browser = shelf(() => localStorage);

export function forgetEverything() {
  for (const each of [tab, browser]) each.clear((key) => key.startsWith(PREFIX));
}

for (const each of [tab, browser]) each.clear((key) => key.startsWith(ALL) && !key.startsWith(PREFIX));
