// What the pages share. Text of others only ever enters as textContent.

export const $ = (id) => document.getElementById(id);
const LOOK_MILLIS = 5000;

export function make(tag, text, className) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

export function button(text, label, onclick) {
  const node = make("button", text, "small");
  node.type = "button";
  node.setAttribute("aria-label", label);
  node.addEventListener("click", onclick);
  return node;
}

// ---- asking the appliance

// Of a problem, of an error of the model API, or of one of the query API, which is a text.
export function told(error) {
  if (typeof error === "string") return error;
  return error.what ? `${error.what}\n${error.why}` : error.message;
}

export async function request(path, options) {
  const response = await fetch(path, options);
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }
  if (!response.ok) {
    const body = await response.json().catch(() => ({}));
    throw new Error(body.error ? told(body.error) : `the appliance answered ${response.status}`);
  }
  return response;
}

export async function json(path) {
  return (await request(path)).json();
}

export function post(path, body, signal) {
  const headers = { "content-type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const parts = (rest + read.value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}

// What is shown stays as it is until it changes, so that focus and screen readers are not disturbed.
const shown = new Map();

export function isNew(what, value) {
  const text = JSON.stringify(value);
  if (shown.get(what) === text) return false;
  shown.set(what, text);
  return true;
}

// ---- how things are written

export function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit++;
  }
  return `${unit === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[unit]}`;
}

export function count(number) {
  return number.toLocaleString();
}

// Of milliseconds, in the unit that people would use.
export function duration(millis) {
  if (millis < 1) return `${+millis.toFixed(2)} ms`;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(millis / 1000);
  const [large, small, units] = seconds < 3600
    ? [Math.floor(seconds / 60), seconds % 60, ["min", "s"]]
    : [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), ["h", "min"]];
  return small ? `${large} ${units[0]} ${small} ${units[1]}` : `${large} ${units[0]}`;
}

// In units of the currency; nothing where it is not known, which is not 0.
export function cost(value) {
  return value === undefined || value === null ? "" : value.toLocaleString(undefined, { maximumFractionDigits: 6 });
}

export function tokens({ input_tokens: input, output_tokens: output }) {
  return input || output ? `${count(input)} → ${count(output)}` : "";
}

// A moment as people here write it; programs find it in the attribute.
export function moment(iso) {
  const node = make("time", new Date(iso).toLocaleString());
  node.dateTime = iso;
  return node;
}

export function link(text, href) {
  const node = make("a", text);
  node.href = href;
  return node;
}

// An address with its query, without the parameters that say nothing.
export function address(path, parameters) {
  const said = Object.entries(parameters).filter(([, value]) => value);
  const query = new URLSearchParams(said).toString();
  return query ? `${path}?${query}` : path;
}

// A row of a table. Each cell is a node, a text, or null for an empty one; names of classes stand beside.
export function row(...cells) {
  const line = make("tr");
  for (const [content, className] of cells) {
    const cell = make("td", "", className);
    cell.append(content ?? "");
    line.append(cell);
  }
  return line;
}

// Fills a list of terms; what has no value is left out.
export function terms(list, rows) {
  list.replaceChildren();
  for (const [name, value] of rows) {
    if (!value) continue;
    const definition = make("dd");
    definition.append(value);
    const pair = make("div");
    pair.append(make("dt", name), definition);
    list.append(pair);
  }
}

// ---- looking again and again

export function showProblem(text) {
  $("problem").textContent = text;
  $("problem").hidden = false;
}

export function clearProblem() {
  $("problem").hidden = true;
}

function showReady(status) {
  if (!isNew("ready", status.ready)) return;
  const pill = $("ready");
  pill.textContent = status.ready ? "ready" : "not ready";
  pill.className = `pill ${status.ready ? "good" : "bad"}`;
}

let failed = false;

// Looks now and again and again: at the status, which it hands on, and at what else there is to be seen.
export function keepLooking(look, millis = LOOK_MILLIS) {
  const once = async () => {
    try {
      const status = await json("/admin/v1/status").catch((e) => {
        showReady({ ready: false });
        throw e;
      });
      showReady(status);
      await look(status);
      if (failed) clearProblem();
      failed = false;
    } catch (e) {
      failed = true;
      showProblem(e instanceof TypeError ? "The appliance does not answer. Is it running? See: aiplat status" : e.message);
    }
  };
  const again = async () => {
    if (!document.hidden) await once();
    // What failed is tried again soon, however seldom there is something new.
    setTimeout(again, failed ? Math.min(millis, LOOK_MILLIS) : millis);
  };
  document.addEventListener("visibilitychange", () => document.hidden || once());
  again();
  return once;
}
