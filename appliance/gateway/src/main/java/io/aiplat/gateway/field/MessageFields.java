package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

/// Anthropic's messages, and the same where only their tokens are counted.
final class MessageFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "messages"),
                    all(FieldKind.PARTS, "system"),
                    all(
                            FieldKind.TEXT,
                            "cache_control container diagnostics mcp_servers output_config output_format stop_sequences"
                                    + " thinking tools"),
                    all(FieldKind.WORD, "inference_geo service_tier speed tool_choice"),
                    all(FieldKind.ID, "user_profile_id workspace_id"),
                    all(FieldKind.NUMBER, "max_tokens stream temperature top_k top_p"),
                    SharedFields.MODEL,
                    FieldTable.hidden("metadata", "tells the server who asks; it is no part of what a model reads")),
            SharedFields.CONVERSATION);

    private MessageFields() {}
}
