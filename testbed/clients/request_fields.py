"""Every field that the official clients know of the requests that aiplat serves, with its type: one line each. A
field called `type` is followed by the words that it may be.

    python request_fields.py
"""
import collections.abc
import inspect
import types
import typing

import typing_extensions
from anthropic.types import message_count_tokens_params, message_create_params
from openai.types import completion_create_params, embedding_create_params
from openai.types.audio import transcription_create_params
from openai.types.chat import completion_create_params as chat_create_params
from openai.types.responses import response_create_params

REQUESTS = {
    "chat": chat_create_params.CompletionCreateParams,
    "completions": completion_create_params.CompletionCreateParams,
    "count_tokens": message_count_tokens_params.MessageCountTokensParams,
    "embeddings": embedding_create_params.EmbeddingCreateParams,
    "messages": message_create_params.MessageCreateParams,
    "responses": response_create_params.ResponseCreateParams,
    "transcriptions": transcription_create_params.TranscriptionCreateParams,
}

WRAPPERS = (
    typing.Required,
    typing.NotRequired,
    typing.Annotated,
    typing_extensions.Required,
    typing_extensions.NotRequired,
    typing_extensions.Annotated,
)


def bare(kind):
    """The type without what only checkers of types read."""
    while True:
        if typing.get_origin(kind) in WRAPPERS:
            kind = typing.get_args(kind)[0]
        elif type(kind).__name__ == "TypeAliasType":
            kind = kind.__value__
        else:
            return kind


def walk(kind, path, found, within, words):
    kind = bare(kind)
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin is typing.Union or origin is types.UnionType:
        for one in arguments:
            walk(one, path, found, within, words)
    elif origin is typing.Literal:
        for word in arguments:
            found.setdefault(path, set()).add("word" if isinstance(word, str) else type(word).__name__)
            if isinstance(word, str) and path.endswith(".type"):
                words.setdefault(path, set()).add(word)
    elif typing_extensions.is_typeddict(kind):
        if kind in within:
            return
        for name, hint in typing_extensions.get_type_hints(kind, include_extras=True).items():
            walk(hint, f"{path}.{name}" if path else name, found, within + [kind], words)
    elif inspect.isclass(origin) and issubclass(origin, collections.abc.Mapping):
        walk(arguments[1], path + "{}", found, within, words)
    elif inspect.isclass(origin) and issubclass(origin, collections.abc.Iterable):
        walk(arguments[0], path + "[]", found, within, words)
    elif kind is not type(None):
        plain = kind in (str, int, float, bool, bytes)
        found.setdefault(path, set()).add(kind.__name__ if plain else "any")


for api, request in REQUESTS.items():
    fields = {}
    words = {}
    walk(request, "", fields, [], words)
    for field in sorted(fields):
        print(api, field, ",".join(sorted(fields[field])), *sorted(words.get(field, [])))
