// What the browser remembers between loads, for this tab or for all of them; nothing where storage is turned off.

const PREFIX = "shelfmate:";

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
    clear: () =>
      safely((kept) => {
        Object.keys(kept)
          .filter((key) => key.startsWith(PREFIX))
          .forEach((key) => kept.removeItem(key));
      }),
  };
}

export const tab = shelf(() => sessionStorage);
export const browser = shelf(() => localStorage);

export function forgetEverything() {
  tab.clear();
  browser.clear();
}
