// "Near me" and "Search this area": search around a position that is sent in the body of a request and kept only here,
// in the memory of this page. It is in no address, form field or storage, and leaving the page forgets it.
const form = document.querySelector(".find-form");
const bar = document.querySelector("[data-near-me]");
const DECIMALS = 3; // about 100 metres
const STANDS_FOR = /[?&]place=(here|area)\b/;
let position = null;

function say(words) {
  bar.querySelector("[role=status]").textContent = words;
}

function forget() {
  if (!position) return;
  position = null;
  say("");
}

function around(found) {
  position = {
    latitude: Number(found.latitude.toFixed(DECIMALS)),
    longitude: Number(found.longitude.toFixed(DECIMALS)),
    place: found.place || "here",
  };
  form.elements.near.value = "";
  document.querySelector("[data-forgotten]")?.remove();
  say(position.place === "here" ? bar.dataset.used : bar.dataset.area);
}

function ask() {
  say(bar.dataset.asking);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      around(coords);
      form.requestSubmit();
    },
    (error) => say(error.code === error.PERMISSION_DENIED ? bar.dataset.denied : bar.dataset.failed),
    { maximumAge: 60_000, timeout: 20_000 },
  );
}

// What would have been read from an address is sent in the body instead.
function sendInBody(request) {
  Object.assign(request, { verb: "post", path: bar.dataset.nearMe, useUrlParams: false });
  Object.assign(request.headers, { "X-CSRFToken": bar.dataset.token, "Content-Type": "application/x-www-form-urlencoded" });
  delete request.parameters.near;
  Object.assign(request.parameters, position);
}

// A link in the results changes one thing: the form shows it, and the answer is fetched around the same position.
function follow(link) {
  const asked = new URLSearchParams(link.getAttribute("href").split("#")[0]);
  for (const field of form.elements) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = asked.getAll(field.name).includes(field.value);
    else if (field.name === "view") field.disabled = !(field.value = asked.get("view") ?? "");
    else if (field.name && field.name !== "near" && asked.has(field.name)) field.value = asked.get(field.name);
    else if (field.name && field.tagName === "SELECT") field.selectedIndex = 0;
  }
  const values = new FormData();
  for (const [name, value] of asked) if (name !== "place") values.append(name, value);
  for (const [name, value] of Object.entries(position)) values.append(name, value);
  const headers = { "X-CSRFToken": bar.dataset.token };
  window.htmx.ajax("POST", bar.dataset.nearMe, { target: "#found", swap: "innerHTML show:#found:top", values, headers });
}

if (form && bar) {
  bar.hidden = !navigator.geolocation;
  bar.querySelector("button").addEventListener("click", ask);
  form.elements.near.addEventListener("input", forget);
  document.addEventListener("htmx:configRequest", (event) => {
    if (position && event.target === form) sendInBody(event.detail);
  });
  document.addEventListener("htmx:responseError", () => {
    if (position) say(bar.dataset.failed);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#found a[href^='?']");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !position || !isPlain || !STANDS_FOR.test(link.getAttribute("href"))) return;
    event.preventDefault();
    follow(link);
  });
  // The map asks for a search around its middle, and where to draw the person.
  document.addEventListener("map:search", ({ detail }) => {
    around({ ...detail, place: "area" });
    form.elements.within.value = String(detail.within);
    form.requestSubmit();
  });
  document.addEventListener("map:where", ({ detail }) => detail(position));
  window.addEventListener("pagehide", forget);
}
