package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

/// OpenAI's responses.
final class ResponseFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "input"),
                    all(FieldKind.PARTS, "instructions"),
                    all(
                            FieldKind.TEXT,
                            "access_programs background_options context_management conversation image moderation prompt"
                                    + " prompt_cache_options reasoning stream_options text tools"),
                    all(FieldKind.WORD, "include prompt_cache_retention service_tier tool_choice truncation"),
                    all(FieldKind.ID, "previous_response_id"),
                    all(
                            FieldKind.NUMBER,
                            "background max_output_tokens max_tool_calls parallel_tool_calls store stream temperature"
                                    + " top_logprobs top_p"),
                    SharedFields.MODEL,
                    SharedFields.USER,
                    SharedFields.ABOUT),
            SharedFields.CONVERSATION);

    private ResponseFields() {}
}
