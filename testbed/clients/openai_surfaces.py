"""openai-python against a gateway whose model thinks, says hello, and calls a tool if it has one.

    python openai_surfaces.py http://127.0.0.1:PORT KEY
"""
import sys

from openai import BadRequestError, OpenAI

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key=sys.argv[2], max_retries=0)
TEXT = "Hello, wörld"
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}}

whole = client.responses.create(model="smoke", input="hi", store=False)
assert whole.output_text == TEXT and whole.status == "completed", whole
assert [item.type for item in whole.output] == ["reasoning", "message"], whole
assert whole.usage.input_tokens == 5 and whole.store is False, whole

tool = {"type": "function", "name": "weather", "parameters": WEATHER, "strict": True}
with client.responses.stream(model="smoke", input="hi", tools=[tool]) as stream:
    types = [event.type for event in stream]
    final = stream.get_final_response()
assert types[:2] == ["response.created", "response.in_progress"] and types[-1] == "response.completed", types
assert "response.reasoning_text.delta" in types and "response.output_text.done" in types, types
assert [item.type for item in final.output] == ["reasoning", "message", "function_call"], final
assert final.output[2].arguments == '{"city":"Bern"}' and final.output_text == TEXT, final

try:
    client.responses.create(model="smoke", input="hi", previous_response_id="resp_1")
    raise AssertionError("nothing is stored")
except BadRequestError as refused:
    assert refused.param == "previous_response_id", refused

parts = client.completions.create(model="smoke", prompt="a", stream=True)
assert "".join(part.choices[0].text for part in parts) == "and so on"

chat = client.chat.completions.create(model="smoke", n=2, messages=[{"role": "user", "content": "hi"}])
assert [choice.message.content for choice in chat.choices] == [TEXT, TEXT], chat
assert chat.choices[0].message.reasoning_content == "hm", chat
