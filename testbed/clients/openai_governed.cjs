/*
 * openai-node with keys that have limits, against a gateway with smoke and smoke-embed behind it.
 *
 *     NODE_PATH=.../node_modules node openai_governed.cjs URL KEY KEY_FOR_ONE_AT_A_TIME KEY_NEARLY_SPENT
 *
 * Eight requests count for KEY: chat, stream, tool call, the answer to it, JSON, embeddings, one left, one refused.
 */
const assert = require("node:assert/strict");
const { setTimeout: sleep } = require("node:timers/promises");
const { OpenAI } = require("openai");

const [url, key, single, spent] = process.argv.slice(2);
const PARIS = { role: "user", content: "What is the weather in Paris?" };
const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const ANSWER = {
  type: "object",
  properties: { answer: { type: "string" } },
  required: ["answer"],
  additionalProperties: false,
};

const client = (apiKey, maxRetries = 0) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries, timeout: 60_000 });
const ask = (of, content, more = {}) =>
  of.chat.completions.create({
    model: "smoke",
    messages: Array.isArray(content) ? content : [{ role: "user", content }],
    ...more,
  });
// A thousand tokens: it does not find out of the alphabet, so there is time to leave.
const long = (of) =>
  ask(of, "Repeat: " + "abcdefghijklmnopqrstuvwxyz0123456789".repeat(3), { max_tokens: 1000, stream: true });
const first = async (stream) => (await stream[Symbol.asyncIterator]().next()).value;

async function counted(once) {
  assert.equal((await ask(once, "What is 6*7?")).choices[0].message.content, "42");

  const parts = [];
  let usage = null;
  const options = { stream: true, stream_options: { include_usage: true } };
  for await (const chunk of await ask(once, "Count to five.", options)) {
    parts.push(...chunk.choices.map((choice) => choice.delta.content).filter(Boolean));
    usage = chunk.usage ?? usage;
  }
  assert.equal(parts.join(""), "one two three four five");
  assert.ok(parts.length > 1 && usage.completion_tokens > 0);

  const { message, finish_reason } = (await ask(once, [PARIS], { tools: [WEATHER] })).choices[0];
  assert.equal(finish_reason, "tool_calls");
  const [call] = message.tool_calls;
  assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ["get_weather", { city: "Paris" }]);
  const turns = [PARIS, message, { role: "tool", tool_call_id: call.id, content: "18 degrees" }];
  const told = await ask(once, turns, { tools: [WEATHER] });
  assert.equal(told.choices[0].message.content, "It is 18 degrees in Paris.");

  const parsed = await once.chat.completions.parse({
    model: "smoke",
    messages: [{ role: "user", content: "What is the capital of France?" }],
    response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema: ANSWER } },
  });
  assert.deepEqual(JSON.parse(parsed.choices[0].message.content), { answer: "The capital of France is Paris." });

  const input = ["The cat sat on the mat.", "A cat is on the mat.", "The sky is blue."];
  const { data } = await once.embeddings.create({ model: "smoke-embed", input });
  const like = (other) => other.embedding.reduce((sum, x, i) => sum + x * data[0].embedding[i], 0);
  assert.ok(like(data[1]) > like(data[2]));

  const left = await long(once);
  await first(left);
  left.controller.abort();
}

async function refusedForNothing(once) {
  await assert.rejects(ask(client("sk-wrong"), "ping"), { status: 401, code: "invalid_api_key" });
  await assert.rejects(ask(once, "ping", { model: "gone" }), { status: 404, code: "model_not_found" });
  await assert.rejects(ask(once, "ping", { temperature: 7 }), { status: 400, param: "temperature" });
}

async function asksAgainWhatPasses() {
  const held = await long(client(single));
  await first(held);
  await assert.rejects(ask(client(single), "ping"), { status: 429, code: "rate_limit_exceeded" });
  const pending = ask(client(single, 5), "ping");
  await sleep(200);
  held.controller.abort();
  assert.equal((await pending).choices[0].message.content, "pong");
}

async function doesNotAskAgainWhatIsSpent() {
  const spender = client(spent, 2);
  let over = null;
  let asked = 0;
  while (!over && asked < 50) {
    await ask(spender, "ping", { max_tokens: 8 }).then(() => asked++, (error) => (over = error));
  }
  assert.ok(asked > 0);
  assert.deepEqual([over.status, over.code, over.headers.get("x-should-retry")], [429, "insufficient_quota", "false"]);
}

async function main() {
  const once = client(key);
  await counted(once);
  await refusedForNothing(once);
  await asksAgainWhatPasses();
  await doesNotAskAgainWhatIsSpent();
  console.log("ok");
}

main();
