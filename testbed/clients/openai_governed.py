"""openai-python with keys that have limits, against a gateway with smoke and smoke-embed behind it.

    python openai_governed.py URL KEY KEY_FOR_ONE_AT_A_TIME KEY_NEARLY_SPENT

Eight requests count for KEY: chat, stream, tool call, the answer to it, JSON, embeddings, one left, one refused.
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from openai import AuthenticationError, BadRequestError, NotFoundError, OpenAI, RateLimitError

URL, KEY, SINGLE, SPENT = sys.argv[1:]
PARIS = "What is the weather in Paris?"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
ANSWER = {
    "type": "json_schema",
    "json_schema": {
        "name": "answer",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"answer": {"type": "string"}},
            "required": ["answer"],
            "additionalProperties": False,
        },
    },
}


def client(key, **more):
    return OpenAI(base_url=URL + "/v1", api_key=key, timeout=60, **more)


def ask(of, content, **more):
    messages = content if isinstance(content, list) else [{"role": "user", "content": content}]
    return of.chat.completions.create(model="smoke", messages=messages, **more)


def long(of):
    """A thousand tokens: it does not find out of the alphabet, so there is time to leave."""
    return ask(of, "Repeat: " + "abcdefghijklmnopqrstuvwxyz0123456789" * 3, max_tokens=1000, stream=True)


def refused(error, call, *args, **more):
    try:
        call(*args, **more)
    except error as refusal:
        return refusal
    raise AssertionError(f"{error.__name__} expected")


# What counts.
once = client(KEY, max_retries=0)
assert ask(once, "What is 6*7?").choices[0].message.content == "42"

usage = None
parts = []
for chunk in ask(once, "Count to five.", stream=True, stream_options={"include_usage": True}):
    parts += [choice.delta.content for choice in chunk.choices if choice.delta.content]
    usage = chunk.usage or usage
assert "".join(parts) == "one two three four five" and len(parts) > 1, parts
assert usage.completion_tokens > 0, usage

call = ask(once, PARIS, tools=[WEATHER]).choices[0]
assert call.finish_reason == "tool_calls", call
tool = call.message.tool_calls[0]
assert tool.function.name == "get_weather" and tool.function.arguments == '{"city":"Paris"}', tool
turns = [
    {"role": "user", "content": PARIS},
    call.message.model_dump(exclude_none=True),
    {"role": "tool", "tool_call_id": tool.id, "content": "18 degrees"},
]
assert ask(once, turns, tools=[WEATHER]).choices[0].message.content == "It is 18 degrees in Paris."

answer = ask(once, "What is the capital of France?", response_format=ANSWER).choices[0].message.content
assert answer == '{"answer": "The capital of France is Paris."}', answer

texts = ["The cat sat on the mat.", "A cat is on the mat.", "The sky is blue."]
vectors = [item.embedding for item in once.embeddings.create(model="smoke-embed", input=texts).data]
near, far = (sum(a * b for a, b in zip(vectors[0], other)) for other in vectors[1:])
assert near > far, (near, far)

with long(once) as left:
    next(iter(left))

# What is refused costs nothing; where a model was named that is there it counts.
assert refused(AuthenticationError, ask, client("sk-wrong"), "ping").code == "invalid_api_key"
assert refused(NotFoundError, once.chat.completions.create, model="gone", messages=turns).code == "model_not_found"
assert refused(BadRequestError, ask, once, "ping", temperature=7).param == "temperature"

# A 429 that passes is asked again by the client itself.
with long(client(SINGLE)) as held, ThreadPoolExecutor() as other:
    next(iter(held))
    busy = refused(RateLimitError, ask, client(SINGLE, max_retries=0), "ping")
    assert busy.code == "rate_limit_exceeded" and busy.response.headers["retry-after"] == "1", busy
    patient = client(SINGLE, max_retries=5).chat.completions.with_raw_response
    pending = other.submit(patient.create, model="smoke", messages=[{"role": "user", "content": "ping"}])
    time.sleep(0.2)
    held.close()
    pong = pending.result()
assert pong.parse().choices[0].message.content == "pong" and pong.retries_taken > 0, pong.retries_taken

# A budget that is used up does not pass, and is not asked again.
spender, asked = client(SPENT, max_retries=2), 0
while asked < 50:
    try:
        ask(spender, "ping", max_tokens=8)
        asked += 1
    except RateLimitError as over:
        assert over.code == "insufficient_quota" and over.response.headers["x-should-retry"] == "false", over
        break
assert 0 < asked < 50, asked
print("ok")
