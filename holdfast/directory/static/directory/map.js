// The map of results: our own outlines and names of towns, marks with the numbers of the list. Leaflet is fetched only
// when a map is on the page, and nothing is asked of another host unless the operator named a server of tiles.
const NEAR_ZOOM = 7; // from here on the finer outlines
const CLOSEST = 16;
const FIT = { padding: [36, 36], maxZoom: 13 };
const SMALLEST_CELL = 0.25; // degrees: what is asked for towns is never finer than about 25 km
const AREA_M = 1500;
const ROOM = { one: 36, several: 66, high: 34 }; // pixels a mark needs
const LARGE = 300; // thousands of people
const WITHIN = [2, 5, 10, 25, 50, 100]; // the distances of the search form, in km
const kept = new Map(); // answers, by address
let L, map, keepView;

const json = (address) => {
  if (!kept.has(address)) {
    const answer = fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(response)));
    kept.set(address, answer.catch(() => (kept.delete(address), null)));
  }
  return kept.get(address);
};

async function start() {
  const box = document.querySelector("[data-map]:not(.leaflet-container)");
  if (!box) return;
  await import(box.dataset.leaflet);
  L = window.L;
  if (!box.isConnected || box.classList.contains("leaflet-container")) return;
  map?.remove();
  const data = JSON.parse(document.getElementById("map-data").textContent);
  box.replaceChildren(); // what stands there without scripts
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map = L.map(box, {
    attributionControl: false, zoomControl: false, maxZoom: CLOSEST, minZoom: 1, maxBounds: [[-85, -190], [85, 190]],
    zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: !still, scrollWheelZoom: false,
  });
  box.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  L.control.zoom({ zoomInTitle: box.dataset.closer, zoomOutTitle: box.dataset.farther }).addTo(map);
  L.control.scale({ position: "bottomleft" }).addTo(map);
  const credit = [box.dataset.credit, data.credit].filter(Boolean).join(", ");
  L.control.attribution({ prefix: false }).addAttribution(Object.assign(document.createElement("i"), { textContent: credit }).innerHTML).addTo(map);
  for (const [name, z] of [["outlines", 210], ["towns", 350], ["areas", 380]]) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  map.getPane("towns").setAttribute("aria-hidden", "true");
  look(data);
  const marks = drawMarks(data, box);
  if (data.tiles) L.tileLayer(data.tiles, { crossOrigin: true, maxZoom: CLOSEST }).addTo(map);
  drawOutlines(box.dataset.outlines);
  drawTowns(box.dataset.towns, marks);
  offerSearch(box.parentElement.querySelector("[data-map-search]"));
}

// Where to look at first: at what was found, or as before when the person asked for this area.
function look(data) {
  const points = data.spots.map((spot) => [spot.latitude, spot.longitude]);
  if (keepView) map.setView(keepView.center, keepView.zoom);
  else if (points.length) map.fitBounds(points, { ...FIT, animate: false });
  else if (data.middle) map.setView(data.middle, 9);
  else map.setView([25, 0], 2);
  keepView = null;
  let me = null;
  document.dispatchEvent(new CustomEvent("map:where", { detail: (position) => (me = position) }));
  if (me?.place !== "here") return;
  L.circleMarker([me.latitude, me.longitude], { radius: 7, className: "map-me", interactive: false }).addTo(map);
}

// Marks: one for each place, and one for several that would stand over each other at this zoom.

function drawMarks(data, box) {
  const here = map;
  const marks = new Map(); // by the number of a result
  const areas = L.layerGroup().addTo(here);
  for (const spot of data.spots.filter((one) => one.is_approximate)) {
    areas.addLayer(L.circle([spot.latitude, spot.longitude], { radius: AREA_M, className: "map-area", pane: "areas", interactive: false }));
  }
  const draw = () => {
    const focused = [...marks].find(([, mark]) => mark.getElement() === document.activeElement)?.[0];
    for (const mark of new Set(marks.values())) mark.remove();
    marks.clear();
    for (const spots of together(data.spots)) {
      const mark = marked(spots, box).addTo(here);
      named(mark, spots, box);
      for (const number of numbersOf(spots)) marks.set(number, mark);
    }
    marks.get(focused)?.getElement().focus();
  };
  here.on("zoomend", draw);
  draw();
  for (const number of numbersOf(data.spots)) lightUp(rowOf(number), () => marks.get(number), [number]);
  return marks;
}

// Spots that would cover each other, joined to the first of them, until every mark stands alone.
function together(spots) {
  const groups = spots.map((spot) => ({ point: map.latLngToLayerPoint([spot.latitude, spot.longitude]), spots: [spot] }));
  for (let at = 0; at < groups.length; at++) {
    const other = groups.findIndex((one, index) => index > at && covers(groups[at], one));
    if (other < 0) continue;
    groups[at].spots.push(...groups.splice(other, 1)[0].spots);
    at = -1; // it is wider now, so it may cover one that was looked at before
  }
  return groups.map((group) => group.spots);
}

const widthOf = (group) => (numbersOf(group.spots).length > 1 ? ROOM.several : ROOM.one);
const covers = (one, other) =>
  Math.abs(one.point.x - other.point.x) < (widthOf(one) + widthOf(other)) / 2 && Math.abs(one.point.y - other.point.y) < ROOM.high;

const numbersOf = (spots) => spots.flatMap((spot) => spot.numbers).sort((one, other) => one - other);
const rowOf = (number) => document.querySelector(`[data-number="${number}"]`);
const nameOf = (row) => row.querySelector("h3").textContent.trim();

function marked(spots, box) {
  const numbers = numbersOf(spots);
  const html = document.createElement("span");
  html.textContent = numbers.length > 2 ? `${numbers[0]} +${numbers.length - 1}` : numbers.join(" · ");
  const className = `map-mark${spots.every((spot) => spot.is_approximate) ? " is-area" : ""}`;
  const icon = L.divIcon({ html, className, iconSize: null });
  const mark = L.marker([spots[0].latitude, spots[0].longitude], { icon, riseOnHover: true });
  mark.bindPopup(() => said(numbers), { autoPanPadding: [20, 20], maxWidth: 260, minWidth: 160 });
  mark.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", box.dataset.close);
    if (mark.getElement().matches(":focus-visible")) popup.getElement().querySelector(".map-said a").focus();
  });
  mark.on("popupclose", () => document.activeElement === document.body && mark.getElement()?.focus());
  return mark;
}

function named(mark, spots, box) {
  const numbers = numbersOf(spots);
  const about = spots.some((spot) => spot.is_approximate) ? ` (${box.dataset.about})` : "";
  mark.getElement().setAttribute("aria-label", numbers.map((number) => `${number}. ${nameOf(rowOf(number))}`).join("; ") + about);
  lightUp(mark.getElement(), () => mark, numbers);
}

// What a mark says when it is pressed: the names, leading to their pages, and when they meet.
function said(numbers) {
  const list = document.createElement("ul");
  list.className = "map-said";
  for (const number of numbers) {
    const link = rowOf(number).querySelector("h3 a").cloneNode(true);
    link.prepend(`${number}. `);
    const when = document.createElement("span");
    when.textContent = rowOf(number).querySelector(".when")?.firstChild.textContent ?? "";
    const item = document.createElement("li");
    item.append(link, when);
    list.append(item);
  }
  return list;
}

// A row and its mark light up together, by mouse and by keyboard.
function lightUp(element, markNow, numbers) {
  const lit = (isOn) => {
    const mark = markNow();
    for (const one of [mark.getElement(), ...numbers.map(rowOf)]) one?.classList.toggle("is-on", isOn);
    mark.setZIndexOffset(isOn ? 1000 : 0);
  };
  for (const begins of ["mouseenter", "focusin"]) element.addEventListener(begins, () => lit(true));
  for (const ends of ["mouseleave", "focusout"]) element.addEventListener(ends, () => lit(false));
  if (element !== markNow().getElement()) {
    element.addEventListener("focusin", () => map.panInside(markNow().getLatLng(), { padding: [40, 40], animate: false }));
  }
}

// Outlines

async function drawOutlines(folder) {
  const here = map;
  const renderer = L.svg({ pane: "outlines", padding: 0.4 });
  const style = ({ properties }) => ({ className: `map-${properties.kind}`, stroke: properties.kind !== "land", fill: properties.kind === "land", renderer, interactive: false });
  const layer = (data) => L.geoJSON(data, { style, interactive: false, pane: "outlines" });
  const shown = new Map();
  const cells = await json(`${folder}cells.json`);
  const wanted = () => {
    if (here.getZoom() < NEAR_ZOOM || !cells) return ["world"];
    const there = new Set(cells.cells);
    return inView(here.getBounds().pad(0.2), cells.degrees).map(([x, y]) => `${x}-${y}`).filter((cell) => there.has(cell)).map((cell) => `near-${cell}`);
  };
  const draw = async () => {
    const names = wanted();
    const found = await Promise.all(names.map((name) => json(`${folder}${name}.json`)));
    if (here !== map) return;
    for (const [name, one] of shown) if (!names.includes(name)) one.remove(), shown.delete(name);
    names.forEach((name, at) => {
      if (found[at] && !shown.has(name)) shown.set(name, layer(found[at]).addTo(here));
    });
    here.getContainer().dataset.drawn = names.join(" ");
  };
  here.on("moveend", draw);
  await draw();
}

// The squares of so many degrees that a view touches, as column and row.
function inView(bounds, degrees) {
  const [west, east] = [Math.max(-180, bounds.getWest()), Math.min(179.999, bounds.getEast())].map((one) => Math.floor(one / degrees));
  const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(89.999, bounds.getNorth())].map((one) => Math.floor(one / degrees));
  const found = [];
  for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) found.push([x, y]);
  return found;
}

// Towns

function drawTowns(address, marks) {
  const here = map;
  const names = L.layerGroup().addTo(here);
  const draw = async () => {
    const bounds = here.getBounds();
    const width = Math.min(360, bounds.getEast() - bounds.getWest());
    const degrees = Math.min(45, Math.max(SMALLEST_CELL, 2 ** Math.ceil(Math.log2(width / 2))));
    const boxes = inView(bounds, degrees).map(([x, y]) => [x, y, x + 1, y + 1].map((one, at) => Math.max(at % 2 ? -90 : -180, Math.min(at % 2 ? 90 : 180, one * degrees))).join());
    const found = await Promise.all(boxes.map((box) => json(`${address}?box=${box}`)));
    if (here !== map) return;
    const towns = found.filter(Boolean).flatMap((one) => one.towns).sort((one, other) => other[3] - one[3]);
    names.clearLayers();
    for (const town of withRoom(towns, marks)) names.addLayer(town);
    here.getContainer().dataset.named = names.getLayers().length;
  };
  here.on("moveend", draw);
  draw();
}

// Where a name may stand beside its point: class, and the shift in halves of its width and in lines.
const SIDES = [["to-right", 1, 0], ["to-left", -1, 0], ["above", 0, -1], ["below", 0, 1], ["above is-far", 0, -2], ["below is-far", 0, 2]];

// The largest first, and no name over another or over a mark.
function withRoom(towns, marks) {
  const taken = [...new Set(marks.values())].map((mark) => around(map.latLngToContainerPoint(mark.getLatLng()), 26, 18));
  const view = map.getSize();
  taken.push({ left: 0, right: 66, top: 0, bottom: 116 }); // the buttons
  taken.push({ left: 0, right: 104, top: view.y - 52, bottom: view.y }); // the scale
  taken.push({ left: view.x - 160, right: view.x, top: view.y - 24, bottom: view.y }); // the credit
  const found = [];
  for (const [name, latitude, longitude, thousands] of towns) {
    const point = map.latLngToContainerPoint([latitude, longitude]);
    const half = name.length * 3.6;
    const sides = thousands >= LARGE && map.getZoom() > NEAR_ZOOM ? SIDES : SIDES.slice(0, 4); // only a city is named from afar
    const side = sides.find(([, x, y]) => isFree(around(point.add([x * (half + 6), y * 16]), half + 6, 10), taken, view));
    if (!side) continue;
    taken.push(around(point.add([side[1] * (half + 6), side[2] * 16]), half + 10, 14));
    const html = Object.assign(document.createElement("span"), { textContent: name });
    const className = `map-town ${side[0]}${thousands >= LARGE ? " is-large" : ""}`;
    found.push(L.marker([latitude, longitude], { icon: L.divIcon({ html, className, iconSize: null }), pane: "towns", interactive: false, keyboard: false }));
  }
  return found;
}

const isFree = (spot, taken, view) =>
  spot.left > 0 && spot.top > 0 && spot.right < view.x && spot.bottom < view.y && !taken.some((other) => overlap(spot, other));
const around = (point, x, y) => ({ left: point.x - x, right: point.x + x, top: point.y - y, bottom: point.y + y });
const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

// Search this area

function offerSearch(button) {
  if (!button || !document.querySelector("[data-near-me]")) return;
  map.on("dragend zoomend keyup", () => (button.hidden = false));
  button.addEventListener("click", () => {
    const center = map.getCenter();
    const bounds = map.getBounds();
    const half = [[center.lat, bounds.getEast()], [bounds.getNorth(), center.lng]].map((edge) => center.distanceTo(edge) / 1000);
    const within = WITHIN.find((km) => km >= Math.max(...half)) ?? WITHIN.at(-1);
    keepView = { center, zoom: map.getZoom() };
    const { lat: latitude, lng: longitude } = center.wrap();
    document.dispatchEvent(new CustomEvent("map:search", { detail: { latitude, longitude, within } }));
  });
}

document.addEventListener("htmx:afterSettle", start);
start();
