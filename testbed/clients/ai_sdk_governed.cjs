/*
 * Vercel's AI SDK with keys that have limits, against a gateway with smoke and smoke-embed behind it.
 *
 *     NODE_PATH=.../node_modules node ai_sdk_governed.cjs URL KEY KEY_FOR_ONE_AT_A_TIME KEY_NEARLY_SPENT
 *
 * Eight requests count for KEY: chat, stream, tool call, the answer to it, JSON, embeddings, one left, one refused.
 */
const assert = require("node:assert/strict");
const { setTimeout: sleep } = require("node:timers/promises");
const { createOpenAICompatible } = require("@ai-sdk/openai-compatible");
const { embedMany, generateText, Output, stepCountIs, streamText, tool } = require("ai");
const { z } = require("zod");

const [url, key, single, spent] = process.argv.slice(2);

const provider = (apiKey) =>
  createOpenAICompatible({
    name: "aiplat",
    baseURL: `${url}/v1`,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
const ask = (apiKey, prompt, more = {}) =>
  generateText({ model: provider(apiKey)("smoke"), prompt, maxRetries: 0, ...more });

// A thousand tokens: it does not find out of the alphabet, so there is time to leave.
async function long(apiKey) {
  const leave = new AbortController();
  const { textStream } = streamText({
    model: provider(apiKey)("smoke"),
    prompt: "Repeat: " + "abcdefghijklmnopqrstuvwxyz0123456789".repeat(3),
    maxOutputTokens: 1000,
    abortSignal: leave.signal,
    onError: () => {},
  });
  await textStream[Symbol.asyncIterator]().next();
  return leave;
}

async function counted() {
  assert.equal((await ask(key, "What is 6*7?")).text, "42");

  const stream = streamText({ model: provider(key)("smoke"), prompt: "Count to five.", maxRetries: 0 });
  const parts = [];
  for await (const part of stream.textStream) {
    parts.push(part);
  }
  assert.equal(parts.join(""), "one two three four five");
  assert.ok(parts.length > 1 && (await stream.usage).outputTokens > 0);

  const cities = [];
  const get_weather = tool({
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => {
      cities.push(city);
      return "18 degrees";
    },
  });
  const told = await ask(key, "What is the weather in Paris?", { tools: { get_weather }, stopWhen: stepCountIs(2) });
  assert.deepEqual([told.text, cities], ["It is 18 degrees in Paris.", ["Paris"]]);

  const output = Output.object({ schema: z.object({ answer: z.string() }) });
  const json = await ask(key, "What is the capital of France?", { output });
  assert.deepEqual(json.output, { answer: "The capital of France is Paris." });

  const { embeddings } = await embedMany({
    model: provider(key).embeddingModel("smoke-embed"),
    values: ["The cat sat on the mat.", "A cat is on the mat.", "The sky is blue."],
    maxRetries: 0,
  });
  const like = (other) => other.reduce((sum, x, i) => sum + x * embeddings[0][i], 0);
  assert.ok(like(embeddings[1]) > like(embeddings[2]));

  (await long(key)).abort();
}

async function refusedForNothing() {
  const gone = { model: provider(key)("gone") };
  await assert.rejects(ask("sk-wrong", "ping"), { statusCode: 401 });
  await assert.rejects(ask(key, "ping", gone), { statusCode: 404, isRetryable: false });
  await assert.rejects(ask(key, "ping", { temperature: 7 }), (error) => {
    assert.equal(error.data.error.param, "temperature");
    return error.statusCode === 400;
  });
}

async function asksAgainWhatPasses() {
  const held = await long(single);
  await assert.rejects(ask(single, "ping"), { statusCode: 429, isRetryable: true });
  const pending = ask(single, "ping", { maxRetries: 5 });
  await sleep(200);
  held.abort();
  assert.equal((await pending).text, "pong");
}

// This client does not know x-should-retry, so it is told not to ask again.
async function isToldOfWhatIsSpent() {
  let over = null;
  let asked = 0;
  while (!over && asked < 50) {
    await ask(spent, "ping", { maxOutputTokens: 8 }).then(() => asked++, (error) => (over = error));
  }
  assert.ok(asked > 0);
  assert.deepEqual([over.statusCode, over.data.error.code], [429, "insufficient_quota"]);
}

async function main() {
  await counted();
  await refusedForNothing();
  await asksAgainWhatPasses();
  await isToldOfWhatIsSpent();
  console.log("ok");
}

main();
