// The page of a hard moment says when it can no longer hear from Holdfast: old words must not look like new ones.
const notice = document.querySelector("[data-no-network]");

if (notice) {
  const say = (isGone) => { notice.hidden = !isGone; };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => say(true));
  }
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(false); });
}
