package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

/// OpenAI's chat completions, with what servers of that API add.
final class ChatFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "messages"),
                    all(FieldKind.PARTS, "prediction"),
                    all(
                            FieldKind.TEXT,
                            "audio functions moderation prompt_cache_options response_format stop stream_options tools"
                                    + " web_search_options"),
                    all(FieldKind.FREE, "documents chat_template_kwargs"),
                    all(
                            FieldKind.WORD,
                            "function_call modalities prompt_cache_retention reasoning_effort service_tier tool_choice"
                                    + " verbosity"),
                    all(
                            FieldKind.NUMBER,
                            "frequency_penalty logprobs max_completion_tokens max_tokens n parallel_tool_calls"
                                    + " presence_penalty seed store stream temperature top_k top_logprobs top_p"),
                    SharedFields.MODEL,
                    FieldTable.hidden("logit_bias", "has numbers of tokens, no text"),
                    SharedFields.USER,
                    SharedFields.ABOUT),
            SharedFields.CONVERSATION);

    private ChatFields() {}
}
