// What is thought of traces.

import { $, address, count, isNew, json, keepLooking, link, moment, row } from "./page.js";
import { turnPages } from "./lists.js";

const LIMIT = 50;
const asked = Object.fromEntries(new URLSearchParams(location.search));

function number(value) {
  return value === undefined ? "" : value.toLocaleString(undefined, { maximumFractionDigits: 3 });
}

function nameLine(name) {
  return row(
    [link(name.name, address("/traces/scores", { name: name.name }))],
    [count(name.count), "figure"],
    [number(name.mean), "figure"],
    [number(name.least), "figure lesser"],
    [number(name.most), "figure lesser"],
  );
}

function line(score) {
  return row(
    [score.name],
    [[number(score.value), score.word].filter(Boolean).join(" ")],
    [score.comment ?? "", "lesser"],
    [link(score.trace.slice(0, 8), `/traces/${score.trace}`)],
    [moment(score.at), "lesser"],
  );
}

async function look() {
  const names = (await json("/admin/v1/trace-score-names")).data;
  if (isNew("names", names)) {
    $("names").replaceChildren(...names.map(nameLine));
    $("none").hidden = names.length > 0;
  }
  const scores = (await json(address("/admin/v1/trace-scores", { name: asked.name, before: asked.before, limit: LIMIT }))).data;
  if (!isNew("scores", scores)) return;
  $("scores").replaceChildren(...scores.map(line));
  turnPages(asked, scores.length === LIMIT ? scores.at(-1).at : null);
}

keepLooking(look);
