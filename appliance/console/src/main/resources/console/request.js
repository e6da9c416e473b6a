// One request: its line in the log, its steps, what the ledger has, and the metrics that count it.

import { $, cost, count, duration, isNew, json, keepLooking, link, make, moment, row, terms } from "./page.js";

const id = decodeURIComponent(location.pathname.split("/").at(-1));

// Fields of the log that are written otherwise than they stand there.
const WRITTEN = {
  time: (value) => moment(value),
  trace: (value, { page }) => (page ? link(value, page) : make("code", value)),
  total_ms: (value) => duration(Number(value)),
  ttft_ms: (value) => duration(Number(value)),
  cold_start_ms: (value) => duration(Number(value)),
  cost: (value) => cost(Number(value)),
};

const NAMES = { total_ms: "took", ttft_ms: "first token", cold_start_ms: "cold start" };

function facts(request) {
  return Object.entries(request.log).map(([name, value]) => {
    const words = (NAMES[name] ?? name).replaceAll("_", " ");
    return [words[0].toUpperCase() + words.slice(1), WRITTEN[name]?.(value, request) ?? value];
  });
}

function step(span) {
  const item = make("li");
  item.append(link(span.name || "(no name)", span.page), " ", make("small", duration(span.milliseconds)));
  return item;
}

function spent({ day, key, requests, input_tokens: input, output_tokens: output, cost: money, gpu_seconds: gpu }) {
  return [
    ["Key", key],
    ["Day", day],
    ["Requests", count(requests)],
    ["Tokens", `${count(input)} → ${count(output)}`],
    ["Cost", cost(money)],
    ["GPU seconds", gpu ? String(gpu) : ""],
  ];
}

keepLooking(async () => {
  const request = await json(`/admin/v1/requests/${encodeURIComponent(id)}`);
  if (!isNew("request", request)) return;
  document.title = `${request.log.asked || "Request"} · aiplat`;
  $("title").textContent = `Request ${request.id}`;
  terms($("facts"), facts(request));
  $("steps").replaceChildren(...request.spans.map(step));
  $("no-steps").hidden = request.spans.length > 0;
  terms($("spend"), request.spend ? spent(request.spend) : [["Day", "nothing is booked"]]);
  $("metrics").replaceChildren(...request.metrics.map((series) =>
    row([make("code", series.selector)], [count(series.value), "figure"])));
});
