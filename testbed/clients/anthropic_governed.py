"""anthropic-sdk-python with keys that have limits, against a gateway with smoke behind it.

    python anthropic_governed.py URL KEY KEY_FOR_ONE_AT_A_TIME KEY_NEARLY_SPENT

Eight requests count for KEY: chat, stream, tool call, the answer to it, JSON, counted tokens, one left, one refused.
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from anthropic import Anthropic, AuthenticationError, BadRequestError, NotFoundError, RateLimitError

URL, KEY, SINGLE, SPENT = sys.argv[1:]
PARIS = "What is the weather in Paris?"
WEATHER = {
    "name": "get_weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
ANSWER = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}


def client(key, **more):
    return Anthropic(base_url=URL, api_key=key, timeout=60, **more)


def asked(content, **more):
    messages = content if isinstance(content, list) else [{"role": "user", "content": content}]
    return {"model": "smoke", "max_tokens": 128, "messages": messages} | more


def long(of):
    """A thousand tokens: it does not find out of the alphabet, so there is time to leave."""
    return of.messages.stream(**asked("Repeat: " + "abcdefghijklmnopqrstuvwxyz0123456789" * 3, max_tokens=1000))


def ask(of, content, **more):
    return of.messages.create(**asked(content, **more))


def refused(error, call, *args, **more):
    try:
        call(*args, **more)
    except error as refusal:
        return refusal.body["error"]
    raise AssertionError(f"{error.__name__} expected")


# What counts.
once = client(KEY, max_retries=0)
assert ask(once, "What is 6*7?").content[0].text == "42"

with once.messages.stream(**asked("Count to five.")) as stream:
    parts = list(stream.text_stream)
    final = stream.get_final_message()
assert "".join(parts) == "one two three four five" and len(parts) > 1, parts
assert final.stop_reason == "end_turn" and final.usage.output_tokens > 0, final

called = ask(once, PARIS, tools=[WEATHER])
assert called.stop_reason == "tool_use", called
tool = next(block for block in called.content if block.type == "tool_use")
assert tool.name == "get_weather" and tool.input == {"city": "Paris"}, tool
turns = [
    {"role": "user", "content": PARIS},
    {"role": "assistant", "content": [tool.model_dump(include={"type", "id", "name", "input"})]},
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": tool.id, "content": "18 degrees"}]},
]
assert ask(once, turns, tools=[WEATHER]).content[0].text == "It is 18 degrees in Paris."

form = {"format": {"type": "json_schema", "schema": ANSWER}}
text = ask(once, "What is the capital of France?", output_config=form).content[0].text
assert text == '{"answer": "The capital of France is Paris."}', text

with long(once) as left:
    next(left.text_stream)

# What is refused, or only counted, costs nothing; where a model was named that is there it counts.
assert once.messages.count_tokens(model="smoke", messages=turns[:1]).input_tokens > 0
assert refused(AuthenticationError, ask, client("sk-wrong"), "ping")["type"] == "authentication_error"
assert refused(NotFoundError, ask, once, "ping", model="gone")["type"] == "not_found_error"
hot = refused(BadRequestError, ask, once, "ping", extra_body={"temperature": 7})
assert hot["type"] == "invalid_request_error" and "temperature" in hot["message"], hot

# A 429 that passes is asked again by the client itself.
with long(client(SINGLE)) as held, ThreadPoolExecutor() as other:
    next(held.text_stream)
    assert refused(RateLimitError, ask, client(SINGLE, max_retries=0), "ping")["type"] == "rate_limit_error"
    pending = other.submit(ask, client(SINGLE, max_retries=5), "ping")
    time.sleep(0.2)
    held.close()
    assert pending.result().content[0].text == "pong"

# A budget that is used up does not pass, and is not asked again.
spender, paid = client(SPENT, max_retries=2), 0
while paid < 50:
    try:
        ask(spender, "ping", max_tokens=8)
        paid += 1
    except RateLimitError as over:
        assert over.response.headers["x-should-retry"] == "false", over
        assert "budget" in over.body["error"]["message"], over.body
        break
assert 0 < paid < 50, paid
print("ok")
