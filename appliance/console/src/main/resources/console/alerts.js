// What is wrong, by which rules, who is told, and what nobody is told of.

import { $, button, clearProblem, count, duration, isNew, json, keepLooking, make, moment, post, request, row, showProblem } from "./page.js";

const HOUR_MILLIS = 3_600_000;
const LEVELS = { firing: "bad", pending: "warning", resolved: "good", inactive: "" };

function state(word) {
  return make("span", word, `pill ${LEVELS[word]}`);
}

// ---- what is wrong

function alertItem(alert) {
  const item = make("li");
  const head = make("div");
  head.append(state(alert.state), " ", make("strong", alert.name));
  if (alert.silence) head.append(" ", make("span", "silenced", "tag"));
  const told = make("div", alert.annotations.summary ?? "");
  const labels = make("small");
  for (const [name, value] of Object.entries(alert.labels)) {
    if (name !== "alertname") labels.append(make("span", `${name}=${value}`, "tag"), " ");
  }
  const since = make("small", alert.state === "resolved" ? "until " : "since ");
  since.append(moment(alert.resolved ?? alert.fired ?? alert.active));
  item.append(head, told);
  if (alert.annotations.description) item.append(make("small", alert.annotations.description));
  item.append(labels, since);
  if (!alert.silence && alert.state !== "resolved") {
    item.append(button("Silence…", `Silence ${alert.name} ${Object.values(alert.labels).join(" ")}`, () => askSilence(alert)));
  }
  return item;
}

function showAlerts(alerts) {
  if (!isNew("alerts", alerts)) return;
  $("alerts").replaceChildren(...alerts.map(alertItem));
  $("calm").hidden = alerts.length > 0;
}

// ---- what nobody is told of

let wanted = null;

function matcher([name, value]) {
  return `${name}=${JSON.stringify(value)}`;
}

function askSilence(alert) {
  wanted = Object.entries({ alertname: alert.name, ...alert.labels }).map(matcher);
  $("silence-what").textContent = wanted.join(", ");
  $("silence-comment").value = "";
  $("silence").returnValue = "";
  $("silence").showModal();
}

$("silence").addEventListener("close", () => {
  if ($("silence").returnValue !== "silence") return;
  const until = new Date(Date.now() + $("silence-hours").value * HOUR_MILLIS).toISOString();
  act(() => post("/admin/v1/alerts/silences", { matchers: wanted, until, comment: $("silence-comment").value }));
});

function silenceItem(silence) {
  const item = make("li");
  const until = make("small", `by ${silence.by}${silence.comment ? ` (${silence.comment})` : ""} until `);
  until.append(moment(silence.until));
  const end = button("End", `End the silence of ${silence.matchers.join(", ")}`, () =>
    act(() => request(`/admin/v1/alerts/silences/${encodeURIComponent(silence.id)}`, { method: "DELETE" })));
  item.append(make("strong", silence.matchers.join(", ")), until, end);
  return item;
}

function showSilences(silences) {
  if (!isNew("silences", silences)) return;
  $("silences").replaceChildren(...silences.map(silenceItem));
  $("heard").hidden = silences.length > 0;
}

// ---- who is told

function receiverItem(receiver) {
  const item = make("li");
  const told = make("small", `Messages since the start: ${count(receiver.sent)}${receiver.last ? ", the last " : ""}`);
  if (receiver.last) told.append(moment(receiver.last));
  item.append(make("strong", `${receiver.name} ${receiver.target}`), told);
  if (receiver.trouble) item.append(make("small", `It takes none now: ${receiver.trouble}`, "bad"));
  return item;
}

function showReceivers(receivers) {
  if (!isNew("receivers", receivers)) return;
  $("receivers").replaceChildren(...receivers.map(receiverItem));
  $("nobody").hidden = receivers.length > 0;
  $("test").hidden = receivers.length === 0;
}

$("test").addEventListener("click", () => act(async () => {
  $("tested").textContent = "sending…";
  $("tested").textContent = await post("/admin/v1/alerts/test", {})
    .then((response) => response.json())
    .then(({ data }) => data.map((each) => `${each.receiver}: ${each.taken ? "taken" : each.trouble}`).join("; "))
    .catch((e) => e.message);
}));

// ---- rules

function ruleLine(rule) {
  const name = make("div");
  name.append(make("strong", rule.name));
  if (rule.failure) name.append(make("div", `It cannot be evaluated: ${rule.failure}`, "bad"));
  return row(
    [name],
    [state(rule.state)],
    [make("code", rule.expression), "lesser"],
    [rule.for_seconds ? duration(rule.for_seconds * 1000) : "", "lesser"],
    [rule.file, "lesser"],
  );
}

function showRules({ data, problems }) {
  if (!isNew("rules", [data.map(({ name, state, failure, expression }) => [name, state, failure, expression]), problems])) return;
  $("rules").replaceChildren(...data.map(ruleLine));
  $("problems").replaceChildren(...problems.map((problem) => make("p", problem, "notice")));
}

// ---- doing, and looking again and again

async function act(deed) {
  try {
    await deed();
    clearProblem();
  } catch (e) {
    showProblem(e.message);
  }
  lookNow();
}

const lookNow = keepLooking(async () => {
  showAlerts((await json("/admin/v1/alerts")).data);
  showSilences((await json("/admin/v1/alerts/silences")).data);
  showReceivers((await json("/admin/v1/alerts/receivers")).data);
  showRules(await json("/admin/v1/alerts/rules"));
});
