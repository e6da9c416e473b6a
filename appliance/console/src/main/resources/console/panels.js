// The kinds of panels that show last values: numbers, scales and tables.

import { make, row } from "./page.js";
import { figure, level } from "./figures.js";

// Numbers; a single one alone, several with their names.
export function stat(panel, all) {
  const list = make("dl", "", `stat${all.length === 1 ? " single" : ""}`);
  for (const { name, value } of all) {
    const pair = make("div");
    pair.append(make("dt", name), make("dd", figure(value, panel), level(value, panel)));
    list.append(pair);
  }
  return list;
}

// Numbers, each with a bar on a scale.
export function gauge(panel, all) {
  const list = make("ul", "", "gauges");
  const least = panel.least ?? 0;
  const most = panel.most ?? Math.max(...all.map(({ value }) => value).filter(Number.isFinite), least);
  for (const { name, value } of all) {
    const item = make("li");
    const meter = make("div", "", "meter");
    const bar = make("div", "", `fill ${level(value, panel)}`);
    const part = most > least && Number.isFinite(value) ? (value - least) / (most - least) : 0;
    bar.style.width = `${Math.max(0, Math.min(1, part)) * 100}%`;
    meter.append(bar);
    meter.setAttribute("role", "meter");
    meter.setAttribute("aria-label", name);
    meter.setAttribute("aria-valuemin", least);
    meter.setAttribute("aria-valuemax", Math.max(most, least));
    meter.setAttribute("aria-valuenow", Number.isFinite(value) ? Math.max(least, Math.min(value, most)) : least);
    meter.setAttribute("aria-valuetext", figure(value, panel));
    item.append(make("span", name), make("span", figure(value, panel), "value"), meter);
    list.append(item);
  }
  return list;
}

// Labels and values.
export function table(panel, all) {
  const names = [...new Set(all.flatMap(({ labels }) => Object.keys(labels)))].filter((name) => name !== "__name__").sort();
  const node = make("table");
  const head = make("tr");
  for (const name of [...names, "Value"]) {
    const cell = make("th", name, name === "Value" ? "figure" : "");
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  for (const { labels, value } of all) {
    body.append(row(...names.map((name) => [labels[name] ?? ""]), [figure(value, panel), "figure"]));
  }
  node.append(make("caption", panel.title, "unseen"), top, body);
  return node;
}
