// One trace: its steps as a tree with bars along its time, and all that is known of one of them.

import { $, address, cost, count, duration, isNew, json, keepLooking, link, make, moment, terms, tokens } from "./page.js";
import { showTree } from "./tree.js";

const id = location.pathname.split("/").at(-1);
let chosen = location.hash.slice(1);

// ---- the whole of it

function filter(parameter, value) {
  return value ? link(value, address("/traces", { [parameter]: value })) : "";
}

function facts({ trace, scores }) {
  return [
    ["Began", moment(trace.started)],
    ["Took", duration(trace.milliseconds)],
    ["Tokens", tokens(trace)],
    ["Cost", cost(trace.cost)],
    ["Failed", trace.failed ? make("span", `${trace.failed} of ${trace.observations} steps`, "bad") : ""],
    ["User", filter("user", trace.user)],
    ["Session", trace.session ? link(trace.session, `/traces/sessions/${encodeURIComponent(trace.session)}`) : ""],
    ["Key", filter("key", trace.key)],
    ["Team", filter("team", trace.team)],
    ["Program", trace.service],
    ["Environment", trace.environment],
    ["Tags", trace.tags.join(", ")],
    ["Scores", scored(scores.filter((score) => !score.observation))],
    ["Trace", make("code", trace.id)],
  ];
}

function scored(scores) {
  if (!scores.length) return "";
  const all = make("div");
  for (const score of scores) {
    const value = [score.value, score.word].filter((each) => each !== undefined).join(" ");
    all.append(make("div", `${score.name}: ${value}${score.comment ? ` (${score.comment})` : ""}`));
  }
  return all;
}

// ---- its steps

function bar(step, trace) {
  const lane = make("span", "", "lane");
  const mark = make("span", "", `bar ${step.type}${step.level === "ERROR" ? " failed" : ""}`);
  const whole = Math.max(trace.milliseconds, 0.001);
  const from = ((nanos(step.started) - nanos(trace.started)) / 1e6 / whole) * 100;
  mark.style.left = `${Math.max(0, Math.min(from, 99.5))}%`;
  mark.style.width = `${Math.max(0.5, Math.min((step.milliseconds / whole) * 100, 100 - from))}%`;
  lane.append(mark);
  lane.setAttribute("aria-hidden", "true");
  return lane;
}

// Since 1970; a Date knows milliseconds alone. What a number loses here, some 200 ns, is below any bar.
function nanos(iso) {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? "";
  return Date.parse(iso.replace(/\.\d+/, "")) * 1e6 + Number(fraction.padEnd(9, "0").slice(0, 9));
}

function fillStep(item, step, trace) {
  const twig = make("span", "", "twig");
  twig.setAttribute("aria-hidden", "true");
  const name = make("span", "", "name");
  name.append(twig, make("span", step.type, `kind ${step.type}`), " ", make("strong", step.name || "(no name)"));
  if (step.level === "ERROR") name.append(" ", make("span", "failed", "bad"));
  const told = [step.model, tokens(step), cost(step.cost), duration(step.milliseconds)].filter(Boolean).join(" · ");
  item.append(name, make("span", told, "told"), bar(step, trace));
}

// ---- one of them

function showStep(step, scores) {
  chosen = step.id;
  history.replaceState(null, "", `#${step.id}`);
  const own = JSON.parse(step.attributes);
  $("step").hidden = false;
  $("step-title").textContent = step.name || "(no name)";
  terms($("step-facts"), [
    ["Type", step.type],
    ["Model", [step.model, step.provider].filter(Boolean).join(" · ")],
    ["Began", moment(step.started)],
    ["Took", duration(step.milliseconds)],
    ["Tokens", tokens(step)],
    ["From a cache", step.cached_tokens ? count(step.cached_tokens) : ""],
    ["Cost", [cost(step.cost), own["aiplat.currency"]].filter(Boolean).join(" ")],
    ["GPU seconds", own["aiplat.gpu_seconds"] === undefined ? "" : String(own["aiplat.gpu_seconds"])],
    ["Upstream", own["aiplat.upstream.name"]],
    ["Response cache", own["aiplat.cache"]],
    ["Level", step.level === "DEFAULT" ? "" : step.level],
    ["Message", step.message],
    ["Program", step.service],
    ["Scores", scored(scores.filter((score) => score.observation === step.id))],
    // As in x-request-id, and in the log of requests.
    ["Request", own["aiplat.request.id"]
      ? link(own["aiplat.request.id"], `/requests/${encodeURIComponent(own["aiplat.request.id"])}`) : ""],
    ["Step", make("code", step.id)],
  ]);
  $("step-said").replaceChildren(...said("Input", step.input), ...said("Output", step.output), ...attributes(own));
}

function said(title, text) {
  if (!text) return [];
  return [make("h3", title), ...(messages(text) ?? [block(title, pretty(text))])];
}

// What a chat has said, one block a message; null for what is no chat.
function messages(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const all = Array.isArray(value) ? value : value?.messages;
  if (!Array.isArray(all) || !all.length || !all.every((each) => typeof each?.role === "string")) return null;
  return all.map((message) => {
    const box = make("div", "", "said");
    const content = typeof message.content === "string" ? message.content : JSON.stringify(message.content ?? message, null, 2);
    box.append(make("span", message.role, "kind"), block(message.role, content));
    return box;
  });
}

function block(label, text) {
  const node = make("pre", text);
  node.tabIndex = 0;
  node.setAttribute("role", "region");
  node.setAttribute("aria-label", label);
  return node;
}

function pretty(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "string" ? value : JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}

function attributes(own) {
  const all = Object.entries(own);
  if (!all.length) return [];
  const box = make("details");
  const list = make("dl", "", "facts stack");
  terms(list, all.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]));
  box.append(make("summary", `Attributes (${count(all.length)})`), list);
  return [box];
}

// ---- looking again and again

async function look() {
  const details = await json(`/admin/v1/traces/${id}`);
  if (!isNew("trace", details)) return;
  const { trace, observations, scores } = details;
  document.title = `${trace.name || "Trace"} · aiplat`;
  $("title").textContent = trace.name || "(no name)";
  terms($("facts"), facts(details));
  const hadFocus = $("steps").contains(document.activeElement);
  const tree = showTree($("steps"), observations, {
    fill: (item, step) => fillStep(item, step, trace),
    choose: (step) => showStep(step, scores),
    enter: () => $("step").focus(),
  });
  // Who comes without a step in the address wants to see what went wrong, if something did.
  tree.select(chosen || observations.find((step) => step.level === "ERROR")?.id, hadFocus);
}

keepLooking(look);
