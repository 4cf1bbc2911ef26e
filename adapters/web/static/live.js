// The connection: frames in and out over one WebSocket, which comes back by itself, more and more patiently.

const SOONEST = 400;
const LATEST = 8000;

export function connect(query) {
  const hears = new Map();
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?${new URLSearchParams(query)}`;
  let socket = null;
  let tries = 0;
  let timer = 0;

  const tell = (what, given) => (hears.get(what) ?? []).forEach((hear) => hear(given));

  function open() {
    clearTimeout(timer);
    timer = 0;
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      tries = 0;
      tell("open");
    });
    socket.addEventListener("message", (event) => {
      const frame = JSON.parse(event.data);
      tell(frame.is, frame);
    });
    socket.addEventListener("close", (event) => {
      socket = null;
      tell("lost", { code: event.code, tries });
      const wait = Math.min(SOONEST * 2 ** tries, LATEST);
      tries += 1;
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
    });
  }

  function now() {
    if (!socket) {
      tries = 0;
      open();
    }
  }

  addEventListener("online", now);
  addEventListener("pageshow", (event) => event.persisted && now());
  document.addEventListener("visibilitychange", () => !document.hidden && now());

  return {
    on(what, hear) {
      hears.set(what, [...(hears.get(what) ?? []), hear]);
    },
    send(frame) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    start: open,
    now,
  };
}
