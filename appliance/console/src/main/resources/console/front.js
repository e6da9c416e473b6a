// The overview: status, models, a chat, and what to copy.

import { $, button, bytes, clearProblem, isNew, json, keepLooking, lines, make, post, request, showProblem, terms, told } from "./page.js";

// ---- status

function showStatus(status) {
  showSnippets(status.endpoint);
  if (!isNew("status", status)) return;
  // The engine in the JAR fetches nothing by name.
  $("pull-name").placeholder = status.engine === "embedded" ? "Path of a GGUF file on this machine" : "Model to pull, e.g. qwen3:0.6b";
  const cluster = [status.cluster, status.cluster_name].filter(Boolean).join(" · ");
  const rows = [
    ["Endpoint", status.endpoint],
    ["Engine", status.engine],
    ["Cluster", cluster],
    ["Because", status.cluster_reason],
    ["Not ready", status.reason],
    ["Running short", status.short.join("; ")],
    ["GPU", status.gpu.join("; ")],
    ["Operator", status.operator.join("; ")],
    ["Version", status.version],
    ["Up since", new Date(status.started).toLocaleString()],
  ];
  terms($("status"), rows);
}

// ---- models

function facts(model) {
  const all = [bytes(model.bytes)];
  if (model.context) all.push(`context ${model.context.toLocaleString()}`);
  all.push(model.embeds ? "embeddings" : "chat");
  if (model.loaded) all.push("in memory");
  return all.join(" · ");
}

function showJobs(jobs) {
  jobs.filter((job) => job.kind === "model-pull" && job.state === "running" && !following.has(job.subject))
    .forEach((job) => follow(job.subject));
}

function showModels(models) {
  if (!isNew("models", models)) return;
  $("models").replaceChildren(...models.map((model) => {
    const item = make("li");
    const remove = button("Remove", `Remove ${model.name}`, () => removeModel(model.name));
    item.append(make("strong", model.name), make("small", facts(model)), remove);
    return item;
  }));
  if (models.length === 0) $("models").append(make("p", "None yet: pull one.", "hint"));
  const chats = models.filter((model) => !model.embeds).map((model) => model.name);
  const picker = $("model");
  const before = picker.value;
  picker.replaceChildren(...chats.map((name) => new Option(name, name)));
  if (chats.includes(before)) picker.value = before;
}

async function removeModel(name) {
  if (!confirm(`Remove ${name} and its bytes?`)) return;
  try {
    await request(`/admin/v1/models/${encodeURIComponent(name)}`, { method: "DELETE" });
    clearProblem();
  } catch (e) {
    showProblem(e.message);
  }
  lookNow();
}

// Pulls belong to the appliance: this page may be closed and finds them again.
const following = new Set();

async function follow(name) {
  following.add(name);
  const item = make("li");
  const bar = make("progress");
  bar.setAttribute("aria-label", `Pulling ${name}`);
  const state = make("small", "starting");
  item.append(make("strong", name), state, bar);
  $("pulls").append(item);
  let warning;
  try {
    const { id } = await (await post("/admin/v1/models/pulls", { model: name })).json();
    for await (const line of lines(await request(`/admin/v1/jobs/${id}/events`))) {
      const job = JSON.parse(line);
      if (job.error) throw new Error(told(job.error));
      warning = job.result?.warning;
      showReport(job, state, bar);
    }
    if (!warning) {
      item.remove();
    } else {
      state.textContent = told(warning);
      bar.remove();
      item.append(button("Dismiss", `Dismiss the warning about ${name}`, () => item.remove()));
    }
  } catch (e) {
    item.className = "failed";
    state.textContent = e.message;
    bar.remove();
    item.append(button("Dismiss", `Dismiss the failed pull of ${name}`, () => item.remove()));
  }
  following.delete(name);
  lookNow();
}

function showReport({ what, done, total }, state, bar) {
  state.textContent = total ? `${what} · ${bytes(done)} of ${bytes(total)}` : what;
  if (total) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

$("pull").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = $("pull-name").value.trim();
  if (name && !following.has(name)) follow(name);
  $("pull-name").value = "";
});

// ---- chat

let turns = [];
let running = null;

function addTurn(role, text) {
  if (turns.length === 0) $("turns").replaceChildren();
  const node = make("div", text, `turn ${role}`);
  $("turns").append(node);
  node.scrollIntoView({ block: "end" });
  return node;
}

function busy(on) {
  $("send").hidden = on;
  $("stop").hidden = !on;
  $("turns").setAttribute("aria-busy", on);
}

// Yields the events of a stream and fails if it ends before it says that it is complete.
async function* events(response) {
  for await (const line of lines(response)) {
    if (!line.startsWith("data:")) continue;
    const data = line.slice(5).trim();
    if (data === "[DONE]") return;
    const event = JSON.parse(data);
    if (event.error) throw new Error(told(event.error));
    yield event;
  }
  throw new Error("the answer broke off");
}

async function ask(question) {
  addTurn("user", question);
  // "New" puts another list in its place while an answer may still be coming.
  const conversation = turns;
  conversation.push({ role: "user", content: question });
  const node = addTurn("assistant", "");
  node.classList.add("open");
  running = new AbortController();
  busy(true);
  let answer = "";
  try {
    const body = { model: $("model").value, messages: conversation, stream: true, stream_options: { include_usage: true } };
    for await (const event of events(await post("/v1/chat/completions", body, running.signal))) {
      answer += event.choices[0]?.delta.content ?? "";
      node.textContent = answer;
      if (event.usage) showUsage(node, event.usage);
      $("turns").scrollTop = $("turns").scrollHeight;
    }
  } catch (e) {
    if (e.name !== "AbortError") addTurn("failed", e.message);
  }
  node.classList.remove("open");
  if (answer) {
    conversation.push({ role: "assistant", content: answer });
  } else {
    node.remove();
    conversation.pop();
  }
  running = null;
  busy(false);
  $("question").focus();
}

function showUsage(node, usage) {
  node.after(make("p", `${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`, "tokens"));
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = $("question").value.trim();
  if (!question || running) return;
  $("question").value = "";
  ask(question);
});

$("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("ask").requestSubmit();
  }
});

$("stop").addEventListener("click", () => running?.abort());

$("clear").addEventListener("click", () => {
  running?.abort();
  turns = [];
  $("turns").replaceChildren();
  $("question").focus();
});

// ---- what to copy

function showSnippets(endpoint) {
  const model = $("model").value || "smoke";
  if (!isNew("snippets", [endpoint, model])) return;
  const all = [
    ["shell", `eval "$(aiplat env)"`],
    ["curl", `curl ${endpoint}/chat/completions \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`],
    ["Python", `from openai import OpenAI

client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
answer = client.chat.completions.create(
    model="${model}", messages=[{"role": "user", "content": "Hello"}])
print(answer.choices[0].message.content)`],
  ];
  $("snippets").replaceChildren(...all.map(snippet));
}

function snippet([name, text]) {
  const box = make("div", "", "snippet");
  const head = make("div");
  const code = make("pre", text);
  code.tabIndex = 0;
  const copy = button("Copy", `Copy the ${name} lines`, async () => {
    // Browsers keep the clipboard from pages that came without TLS from another machine.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy"), 1500);
    } else {
      getSelection().selectAllChildren(code);
    }
  });
  head.append(make("span", name), copy);
  box.append(head, code);
  return box;
}

// ---- looking again and again

async function look(status) {
  showModels((await json("/admin/v1/models")).data);
  showJobs((await json("/admin/v1/jobs")).data);
  showStatus(status);
}

const lookNow = keepLooking(look);
