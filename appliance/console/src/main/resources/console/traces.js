// What programs have traced, newest first. The filters are the address: what is shown can be sent to somebody.

import { $, address, bytes, cost, count, duration, isNew, json, keepLooking, link, make, moment, row, tokens } from "./page.js";
import { fillFilters, since, turnPages } from "./lists.js";

const LIMIT = 50;
const asked = fillFilters();

function name(trace) {
  const cell = make("div");
  cell.append(link(trace.name || "(no name)", `/traces/${trace.id}`));
  for (const tag of trace.tags) cell.append(" ", make("span", tag, "tag"));
  return cell;
}

// A value that leads to all that have it.
function filter(parameter, value) {
  return value ? link(value, address("/traces", { [parameter]: value })) : "";
}

function sender(trace) {
  const cell = make("div");
  cell.append(filter("key", trace.key));
  if (trace.team) cell.append(" · ", filter("team", trace.team));
  return cell;
}

function line(trace) {
  return row(
    [name(trace)],
    [moment(trace.started), "lesser"],
    [filter("user", trace.user), "lesser"],
    [filter("session", trace.session), "lesser"],
    [sender(trace), "lesser"],
    [tokens(trace), "figure lesser"],
    [cost(trace.cost), "figure"],
    [duration(trace.milliseconds), "figure"],
    [trace.failed ? make("span", `${trace.failed} of ${trace.observations}`, "bad") : "", "figure"],
  );
}

function storage(use) {
  const gone = use.too_old + use.too_much + use.too_long;
  const kept = `${count(use.traces)} traces with ${count(use.observations)} steps take ${bytes(use.bytes)}.`;
  return gone === 0 ? kept
    : `${kept} Since the start, ${count(use.too_old)} traces went for their age, ${count(use.too_much)} made room, and ${count(use.too_long)} steps were dropped from traces without end.`;
}

async function look() {
  const { since: hours, before, ...exact } = asked;
  const path = address("/admin/v1/traces", { ...exact, before, after: since(hours), limit: LIMIT });
  const traces = (await json(path)).data;
  if (isNew("traces", traces)) {
    $("traces").replaceChildren(...traces.map(line));
    $("none").hidden = traces.length > 0;
    turnPages(asked, traces.length === LIMIT ? traces.at(-1).started : null);
  }
  $("storage").textContent = storage(await json("/admin/v1/trace-storage"));
}

keepLooking(look);
