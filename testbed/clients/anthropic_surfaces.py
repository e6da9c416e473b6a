"""anthropic-sdk-python against a gateway whose model thinks, says hello, and calls a tool if it has one.

    python anthropic_surfaces.py http://127.0.0.1:PORT KEY
"""
import sys

from anthropic import Anthropic, AuthenticationError, BadRequestError

client = Anthropic(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
ASKED = {"model": "smoke", "max_tokens": 64, "messages": [{"role": "user", "content": "hi"}]}
TOOL = {"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}

whole = client.messages.create(**ASKED)
assert [block.type for block in whole.content] == ["thinking", "text"], whole
assert whole.content[1].text == "Hello, wörld" and whole.stop_reason == "end_turn", whole
assert whole.usage.input_tokens == 5 and whole.usage.output_tokens == 3, whole

with client.messages.stream(tools=[TOOL], **ASKED) as stream:
    assert "".join(stream.text_stream) == "Hello, wörld"
    final = stream.get_final_message()
assert final.stop_reason == "tool_use" and final.content[2].input == {"city": "Bern"}, final
assert final.usage.input_tokens == 5 and final.usage.output_tokens == 3, final

assert client.messages.count_tokens(model="smoke", messages=ASKED["messages"]).input_tokens == 42

try:
    client.messages.create(**ASKED, extra_body={"thread": {"type": "continue", "id": "t"}})
    raise AssertionError("there is no thread to go on with")
except BadRequestError as refused:
    assert refused.body["error"]["type"] == "invalid_request_error", refused.body
    assert refused.request_id == refused.body["request_id"], refused.body
try:
    Anthropic(base_url=sys.argv[1], api_key="no", max_retries=0).messages.create(**ASKED)
    raise AssertionError("the key is wrong")
except AuthenticationError as refused:
    assert refused.body["error"]["type"] == "authentication_error", refused.body
