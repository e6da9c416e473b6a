// The last requests of the log, newest first, as they come. The filters are the address.

import { $, address, cost, duration, isNew, json, keepLooking, link, make, moment, row } from "./page.js";
import { fillFilters } from "./lists.js";

const LIMIT = 200;
const FAILED = 400;
const asked = fillFilters();

function filter(parameter, value) {
  return value ? link(value, address("/requests", { [parameter]: value })) : "";
}

function sender(one) {
  const cell = make("div");
  cell.append(filter("key", one.key));
  if (one.team) cell.append(" · ", filter("team", one.team));
  return cell;
}

function isAsked(one) {
  return (!asked.key || one.key === asked.key)
    && (!asked.team || one.team === asked.team)
    && (!asked.model || one.asked === asked.model || one.served === asked.model)
    && (!asked.failed || Number(one.status) >= FAILED);
}

function line(one) {
  const status = make("span", one.status, Number(one.status) >= FAILED ? "bad" : "");
  if (one.error) status.append(" ", make("small", one.error, "lesser"));
  const tokens = one.tokens_in || one.tokens_out ? `${one.tokens_in ?? 0} → ${one.tokens_out ?? 0}` : "";
  return row(
    [link(one.asked || one.surface || "(no model)", `/requests/${encodeURIComponent(one.id)}`)],
    [moment(one.time), "lesser"],
    [sender(one), "lesser"],
    [one.upstream, "lesser"],
    [tokens, "figure lesser"],
    [one.cost ? cost(Number(one.cost)) : "", "figure lesser"],
    [one.ttft_ms ? duration(Number(one.ttft_ms)) : "", "figure lesser"],
    [one.total_ms ? duration(Number(one.total_ms)) : "", "figure"],
    [status, "figure"],
  );
}

keepLooking(async () => {
  const requests = (await json(address("/admin/v1/requests", { limit: LIMIT }))).data.filter(isAsked);
  if (!isNew("requests", requests)) return;
  $("requests").replaceChildren(...requests.map(line));
  $("none").hidden = requests.length > 0;
}, 2000);
