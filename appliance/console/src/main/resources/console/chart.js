// Lines over time, as SVG. What they show stands below as a table, too.

import { make, row } from "./page.js";
import { figure } from "./figures.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 190;
const LEFT = 62;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;
const COLOURS = 8;
const MOST_LINES = 16;
const HOUR = 3600;

function draw(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
}

// Steps of 1, 2 or 5 times a power of ten; of 1024 where bytes are counted.
function ticks(least, most, unit) {
  const scale = unit === "bytes" ? 1024 ** Math.max(0, Math.floor(Math.log(Math.max(most, 1)) / Math.log(1024))) : 1;
  const rough = (most - least) / scale / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough) * power * scale;
  const all = [];
  for (let i = Math.ceil(least / step - 1e-9); i * step <= most * (1 + 1e-9); i++) all.push(i * step + 0);
  return all;
}

// From the least to the most of the values, as far as the panel does not say it.
function bounds(panel, values) {
  let least = panel.least ?? Math.min(...values);
  let most = panel.most ?? Math.max(...values);
  if (!Number.isFinite(least)) least = 0;
  if (!Number.isFinite(most)) most = 1;
  if (most <= least) {
    const room = Math.abs(least) * 0.1 || 1;
    most = least + room;
    if (panel.least === undefined) least -= room;
  } else if (panel.most === undefined) {
    most += (most - least) * 0.05;
  }
  return { least, most };
}

// A line, broken where nothing was measured for longer than it should be.
function path(points, x, y, step) {
  let line = "";
  let last = null;
  for (const [at, value] of points) {
    if (!Number.isFinite(value)) {
      last = null;
      continue;
    }
    line += `${last !== null && at - last <= 1.5 * step ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    // A single point is seen as a dot of the round cap.
    if (last === null) line += "h0";
    last = at;
  }
  return line;
}

function clock(at, span) {
  const date = new Date(at * 1000);
  return span > 36 * HOUR
    ? date.toLocaleDateString(undefined, { day: "numeric", month: "short" })
    : date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

function times(from, to, width) {
  const steps = [300, 600, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR];
  const room = Math.max(2, Math.floor(width / 90));
  const step = steps.find((each) => (to - from) / each <= room) ?? steps.at(-1);
  // Midnight of this place, not of Greenwich.
  const shift = new Date(from * 1000).getTimezoneOffset() * 60;
  const all = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) all.push(at);
  return all;
}

function finite(series) {
  return series.points.map(([, value]) => value).filter(Number.isFinite);
}

// A figure with the lines of {name, points: [[seconds, value]]}, from and to a time, with a point every so many seconds.
export function chart(panel, all, { from, to, step }) {
  const figureNode = make("div", "", "chart");
  const lines = all.slice(0, MOST_LINES);
  const stage = make("div", "", "stage");
  const { list, show } = legendOf(panel, lines, all.length - lines.length);
  const paint = () => {
    const width = Math.max(stage.clientWidth, 240);
    stage.replaceChildren(picture(panel, lines, { from, to, step, width, show }));
  };
  new ResizeObserver(paint).observe(stage);
  figureNode.append(stage, list, table(panel, all));
  return figureNode;
}

function picture(panel, lines, { from, to, step, width, show }) {
  const { least, most } = bounds(panel, lines.flatMap(finite));
  const x = (at) => LEFT + ((at - from) / (to - from)) * (width - LEFT - RIGHT);
  const y = (value) => {
    const part = Math.max(0, Math.min(1, (value - least) / (most - least)));
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
  };
  const label = `${panel.title}: ${lines.length === 1 ? "one line" : `${lines.length} lines`}; their figures are in the table below`;
  const svg = draw("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label });
  for (const value of ticks(least, most, panel.unit)) {
    svg.append(
      draw("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value), class: "grid" }),
      draw("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, figure(value, { unit: panel.unit })),
    );
  }
  for (const at of times(from, to, width - LEFT)) {
    svg.append(draw("text", { x: x(at), y: HEIGHT - 5, "text-anchor": "middle" }, clock(at, to - from)));
  }
  for (const { from: value, level } of panel.thresholds) {
    if (value === undefined || level === "none" || value < least || value > most) continue;
    svg.append(draw("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value), class: `threshold ${level}` }));
  }
  lines.forEach((series, i) => svg.append(draw("path", { d: path(series.points, x, y, step), class: colour(i) })));
  const cursor = draw("line", { y1: TOP, y2: HEIGHT - BOTTOM, class: "cursor", visibility: "hidden" });
  svg.append(cursor);
  svg.addEventListener("pointermove", (event) => {
    const place = Math.max(LEFT, Math.min(event.offsetX, width - RIGHT));
    cursor.setAttribute("x1", place);
    cursor.setAttribute("x2", place);
    cursor.setAttribute("visibility", "visible");
    show(from + ((place - LEFT) / (width - LEFT - RIGHT)) * (to - from), step);
  });
  svg.addEventListener("pointerleave", () => {
    cursor.setAttribute("visibility", "hidden");
    show(null);
  });
  return svg;
}

function colour(i) {
  return `line c${i % COLOURS}${i >= COLOURS ? " dashed" : ""}`;
}

// Names with their last values, or with those under the pointer.
function legendOf(panel, lines, more) {
  const list = make("ul", "", "legend");
  const values = lines.map((series, i) => {
    const item = make("li");
    const value = make("span", "", "value");
    item.append(make("span", "", `swatch ${colour(i)}`), make("span", series.name), " ", value);
    list.append(item);
    return value;
  });
  if (more > 0) list.append(make("li", `and ${more} more, in the table`, "hint"));
  const show = (at, step) => lines.forEach(({ points }, i) => {
    const there = at === null ? points : points.filter(([when]) => Math.abs(when - at) <= step / 2);
    values[i].textContent = figure(there.at(-1)?.[1], panel);
  });
  show(null);
  return { list, show };
}

function table(panel, all) {
  const box = make("details");
  const node = make("table");
  const caption = make("caption", panel.title, "unseen");
  const head = make("tr");
  for (const title of ["Name", "Last", "Least", "Mean", "Most"]) {
    const cell = make("th", title, title === "Name" ? "" : "figure");
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  for (const series of all) {
    const values = finite(series);
    const of = (value) => [figure(values.length ? value() : undefined, panel), "figure"];
    body.append(row(
      [series.name],
      of(() => values.at(-1)),
      of(() => Math.min(...values)),
      of(() => values.reduce((sum, value) => sum + value, 0) / values.length),
      of(() => Math.max(...values)),
    ));
  }
  node.append(caption, top, body);
  box.append(make("summary", "As a table"), node);
  return box;
}
