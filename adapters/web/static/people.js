// The people's page: the newcomer's own time zone, the time panel, and the way to start over.

import { forgetEverything, world } from "./keep.js";
import { watchLine } from "./line.js";
import { connect } from "./live.js";
import { watchTime } from "./time.js";

const zone = document.getElementById("zone");
if (zone.matches("[data-preset]")) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === own)) zone.value = own;
}

const live = connect({ world });
watchLine(live);
watchTime({ live });
live.on("over", () => {
  forgetEverything();
  location.reload();
});
live.start();
