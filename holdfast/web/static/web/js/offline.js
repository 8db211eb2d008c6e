// Lets "Get support now" work without a network: see worker.js. <html data-keep>: this device may keep a copy of it.
async function start() {
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const keep = document.documentElement.hasAttribute("data-keep");
  active.postMessage({ keep, fresh: window.location.pathname === "/now/" });
  for (const part of document.querySelectorAll("[data-can-keep]")) part.hidden = false;
}

if ("serviceWorker" in navigator) start().catch(() => {});
