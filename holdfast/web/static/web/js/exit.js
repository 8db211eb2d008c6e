// Leave this page: at once, by click or by pressing Escape three times, and without a way back.
const PRESSES = 3;
const WITHIN_MS = 1500;

const link = document.querySelector("[data-exit]");
let presses = [];

function leave() {
  document.documentElement.hidden = true;
  document.title = "…";
  window.location.replace(link.href);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < WITHIN_MS);
    if (presses.length >= PRESSES) leave();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
