// One session: its traces in the order in which they began.

import { $, address, cost, count, duration, isNew, json, keepLooking, link, make, moment, terms, tokens } from "./page.js";

const MOST = 200;
const name = decodeURIComponent(location.pathname.split("/").at(-1));

function sum(traces, value) {
  return traces.reduce((all, trace) => all + (value(trace) ?? 0), 0);
}

function unique(values) {
  return [...new Set(values.filter(Boolean))].join(", ");
}

function facts(traces) {
  const failed = traces.filter((trace) => trace.failed).length;
  const priced = traces.filter((trace) => trace.cost !== undefined);
  return [
    ["Began", moment(traces[0].started)],
    ["Users", unique(traces.map((trace) => trace.user))],
    ["Keys", unique(traces.map((trace) => trace.key))],
    ["Traces", count(traces.length)],
    ["Failed", failed ? make("span", count(failed), "bad") : ""],
    ["Tokens", tokens({ input_tokens: sum(traces, (each) => each.input_tokens), output_tokens: sum(traces, (each) => each.output_tokens) })],
    ["Cost", priced.length ? cost(sum(priced, (each) => each.cost)) : ""],
    ["Took", duration(sum(traces, (each) => each.milliseconds))],
  ];
}

function item(trace) {
  const node = make("li");
  const told = [tokens(trace), cost(trace.cost), duration(trace.milliseconds)].filter(Boolean).join(" · ");
  node.append(link(trace.name || "(no name)", `/traces/${trace.id}`), moment(trace.started), make("small", told));
  if (trace.failed) node.append(make("small", `${trace.failed} of ${trace.observations} failed`, "bad"));
  return node;
}

async function look() {
  const traces = (await json(address("/admin/v1/traces", { session: name, limit: MOST }))).data.reverse();
  if (!isNew("traces", traces)) return;
  document.title = `${name} · aiplat`;
  $("title").textContent = `Session ${name}`;
  terms($("facts"), traces.length ? facts(traces) : []);
  $("traces").replaceChildren(...traces.map(item));
  $("more").hidden = traces.length > 0 && traces.length < MOST;
  $("more").textContent = traces.length ? `These are the last ${MOST}; the sums are theirs.` : "It has no trace, or none any more.";
}

keepLooking(look);
