// Lets "Get support now" work without a network: see worker.js. <html data-keep>: this device may keep a copy of it.
// [data-can-keep] is shown where a browser can keep one, [data-kept="there"] once it is there, [data-kept="coming"] before.
const all = (selector) => document.querySelectorAll(selector);

async function start() {
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    for (const part of all("[data-kept]")) part.hidden = (part.dataset.kept === "there") !== data;
  };
  const keep = document.documentElement.hasAttribute("data-keep");
  active.postMessage({ keep, fresh: window.location.pathname === "/now/" }, [port2]);
  for (const part of all("[data-can-keep]")) part.hidden = false;
}

if ("serviceWorker" in navigator) start().catch(() => {});
