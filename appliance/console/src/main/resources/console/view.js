// One view: its panels, asked for anew as time goes on.

import { $, address, json, keepLooking, link, make } from "./page.js";
import { chart } from "./chart.js";
import { legend } from "./figures.js";
import { gauge, stat, table } from "./panels.js";

const REFRESH_MILLIS = 30_000;
const POINTS = 120;
const LEAST_STEP = 15;
const RANGES = [[1, "1 hour"], [6, "6 hours"], [24, "24 hours"], [168, "7 days"]];
const LAST = { stat, gauge, bargauge: gauge, table };
const name = decodeURIComponent(location.pathname.split("/").at(-1));

let panels = null;
let hours = Number(new URLSearchParams(location.search).get("hours"));

// Begins the page: where its panels will be.
async function begin() {
  const view = await json(`/admin/v1/views/${encodeURIComponent(name)}`);
  document.title = `${view.title} · aiplat`;
  $("title").textContent = view.title;
  $("description").textContent = view.description;
  if (!(hours > 0)) hours = (RANGES.find(([all]) => all * 60 >= view.minutes) ?? RANGES.at(-1))[0];
  $("ranges").replaceChildren(...RANGES.map(([all, text]) => {
    const node = link(text, address(location.pathname, { hours: all }));
    if (all === hours) node.setAttribute("aria-current", "true");
    return node;
  }));
  panels = view.panels.filter((panel) => panel.kind !== "row").map((panel) => ({ panel, box: make("div") }));
  $("panels").replaceChildren(...view.panels.map(place));
}

function place(panel, i) {
  if (panel.kind === "row") return make("h2", panel.title, "row");
  const node = make("article", "", "card panel");
  node.style.setProperty("--width", panel.width);
  const title = make("h3", panel.title);
  title.id = `panel-${i}`;
  node.setAttribute("aria-labelledby", title.id);
  node.append(title, panels.find((each) => each.panel === panel).box);
  if (panel.description) node.append(make("p", panel.description, "hint"));
  return node;
}

async function series(panel, query, range) {
  const { from, to, step } = range;
  const path = panel.kind === "timeseries"
    ? address("/api/v1/query_range", { query: query.expression, start: from, end: to, step })
    : address("/api/v1/query", { query: query.expression, time: to });
  const { data } = await json(path);
  if (data.resultType === "scalar") return [{ name: legend(query.legend, {}), labels: {}, value: Number(data.result[1]) }];
  return data.result.map(({ metric, value, values }) => ({
    name: legend(query.legend, metric),
    labels: metric,
    value: value && number(value[1]),
    points: values?.map(([at, text]) => [at, number(text)]),
  }));
}

// Prometheus writes what JSON has no number for as "NaN", "+Inf" and "-Inf".
function number(text) {
  return Number(text.replace("Inf", "Infinity"));
}

async function fill({ panel, box }, range) {
  let shown;
  try {
    const all = (await Promise.all(panel.queries.map((query) => series(panel, query, range)))).flat();
    if (!all.length) shown = make("p", "Nothing was measured.", "hint");
    else shown = panel.kind === "timeseries" ? chart(panel, all, range) : LAST[panel.kind](panel, all);
  } catch (e) {
    if (e instanceof TypeError) throw e;
    shown = make("p", e.message, "bad");
  }
  keepOpen(box, shown);
  box.replaceChildren(shown);
}

// A table that somebody opened stays open, and has the focus that it had.
function keepOpen(box, shown) {
  const before = box.querySelector("details");
  const after = shown.querySelector("details");
  if (!before || !after) return;
  after.open = before.open;
  if (before.contains(document.activeElement)) queueMicrotask(() => after.querySelector("summary").focus());
}

keepLooking(async () => {
  if (!panels) await begin();
  const span = hours * 3600;
  const step = Math.max(LEAST_STEP, Math.ceil(span / POINTS / LEAST_STEP) * LEAST_STEP);
  // On the grid of its steps, so that points stay where they are when time goes on.
  const to = Math.floor(Date.now() / 1000 / step) * step;
  const range = { from: to - span, to, step };
  await Promise.all(panels.map((each) => fill(each, range)));
}, REFRESH_MILLIS);
