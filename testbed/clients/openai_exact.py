"""openai-python against a running aiplat: exact answers of smoke, streamed and not, and embeddings.

    eval "$(aiplat env)" && python openai_exact.py
"""
import sys

from openai import OpenAI, APIStatusError

ANSWERS = {
    "What is the capital of France?": "The capital of France is Paris.",
    "What is aiplat?": "aiplat is a self-hosted AI platform in one file.",
    "What is 6*7?": "42",
    "Count to five.": "one two three four five",
    "Answer as JSON: What is the capital of France?": '{"answer": "The capital of France is Paris."}',
}

model = sys.argv[1] if len(sys.argv) > 1 else "smoke"
client = OpenAI(max_retries=0)
names = [m.id for m in client.models.list()]
assert model in names, names

for question, answer in ANSWERS.items():
    messages = [{"role": "user", "content": question}]
    whole = client.chat.completions.create(model=model, messages=messages)
    assert whole.choices[0].message.content == answer, (question, whole.choices[0].message.content)
    assert whole.choices[0].finish_reason == "stop"
    assert whole.usage.prompt_tokens > 0 and whole.usage.completion_tokens > 0

    parts, usage = [], None
    for chunk in client.chat.completions.create(
        model=model, messages=messages, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices and chunk.choices[0].delta.content:
            parts.append(chunk.choices[0].delta.content)
        usage = chunk.usage or usage
    assert "".join(parts) == answer, (question, parts)
    assert usage == whole.usage, (usage, whole.usage)
    if len(answer.split()) > 3:
        assert len(parts) > 1, f"one piece is not a stream: {parts}"

turns = [
    {"role": "user", "content": "My name is Anna."},
    {"role": "assistant", "content": "Hello Anna."},
    {"role": "user", "content": "What is my name?"},
]
assert client.chat.completions.create(model=model, messages=turns).choices[0].message.content == "Your name is Anna."

# openai-python asks for base64 unless told otherwise; both must give the same numbers.
texts = ["The cat sat on the mat.", "A cat is on the mat.", "The sky is blue."]
for form in ("base64", "float"):
    kwargs = {} if form == "base64" else {"encoding_format": "float"}
    vectors = [d.embedding for d in client.embeddings.create(model="smoke-embed", input=texts, **kwargs).data]
    near, far = (sum(a * b for a, b in zip(vectors[0], v)) for v in vectors[1:])
    assert near > far, (form, near, far)

try:
    client.chat.completions.create(model="no-such-model", messages=turns)
    raise AssertionError("a model that is not there must be an error")
except APIStatusError as e:
    assert e.status_code == 404 and e.code == "model_not_found", (e.status_code, e.code)

print(f"ok: {len(ANSWERS)} exact answers, streamed and not; embeddings; errors")
