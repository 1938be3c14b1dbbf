// The map of towns: outline of land (or tiles where the network has set some), one mark a town, marks that are
// near one another drawn together. The list beside the map is the way without this file.
const frame = document.getElementById("map");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;

function knot(count) {
  const size = 28 + Math.min(10, 2 * count);
  return L.divIcon({ className: "map-knot", iconSize: [size, size] });
}

function pool(cluster) {
  const count = cluster.getAllChildMarkers().reduce((sum, marker) => sum + marker.options.count, 0);
  const size = 36 + Math.min(24, count);
  return L.divIcon({ className: "map-pool", html: String(count), iconSize: [size, size] });
}

function popup(town) {
  const link = document.createElement("a");
  link.href = town.url;
  link.lang = town.lang;
  link.dir = "auto";
  link.textContent = town.isAlone ? town.name : `${town.name} (${town.count})`;
  return link;
}

async function ground(map) {
  if (frame.dataset.tiles) {
    L.tileLayer(frame.dataset.tiles, { maxZoom: 18 }).addTo(map);
    return;
  }
  const land = await (await fetch(frame.dataset.land)).json();
  const colours = dark ? { color: "#4fa69e", fillColor: "#182425" } : { color: "#8fb8ae", fillColor: "#faf5ea" };
  L.geoJSON(land, { style: { ...colours, weight: 1, fillOpacity: 1 }, interactive: false, attribution: frame.dataset.credit }).addTo(map).bringToBack();
}

// Where most towns are: far islands do not make the first view so wide that nothing can be seen.
function heart(towns) {
  const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const lat = middle(towns.map((town) => town.lat)), lon = middle(towns.map((town) => town.lon));
  const near = towns.filter((town) => Math.abs(town.lat - lat) < 20 && Math.abs(town.lon - lon) < 20);
  return L.latLngBounds(near.map((town) => [town.lat, town.lon]));
}

async function start() {
  const map = L.map(frame, { zoomControl: false, minZoom: 1, maxZoom: frame.dataset.tiles ? 18 : 9, worldCopyJump: true, preferCanvas: true });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
  map.setView([34, 0], 4);
  await ground(map);
  const data = await (await fetch(frame.dataset.towns)).json();
  const towns = data.towns || data.rows.map(([name, lat, lon, end, lang]) => ({ name, lat, lon, lang: lang || data.lang, count: 1, url: data.base + end, isAlone: true }));
  const group = L.markerClusterGroup({ iconCreateFunction: pool, showCoverageOnHover: false, maxClusterRadius: 80 });
  for (const town of towns) {
    L.marker([town.lat, town.lon], { icon: knot(town.count), count: town.count, title: town.name, alt: town.name })
      .bindPopup(() => popup(town)).addTo(group);
  }
  if (towns.length) map.fitBounds(heart(towns), { padding: [30, 30], maxZoom: 6, animate: false });
  map.addLayer(group);
  frame.dataset.ready = "yes";
}

start();
