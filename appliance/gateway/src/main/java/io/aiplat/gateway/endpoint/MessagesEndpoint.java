package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.capture.CapturedInput;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.wire.json.JsonObjectView;

/// Anthropic's messages: goes on with a conversation.
final class MessagesEndpoint {
    /// What its fields are to guards.
    static final FieldTable FIELDS = new FieldTable(
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

    static final Endpoint SPEC = Endpoint.at("/v1/messages", "messages", "chat", "messages")
            .nativeTo(UpstreamKind.ANTHROPIC)
            .errors(ErrorFormat.ANTHROPIC)
            .generates()
            .tokens(TokenRules.USUAL.referring(TokenRules.References.ANTHROPIC))
            .answers(Dialect.MESSAGES)
            .guards(GuardRules.of(FIELDS).answering(EventFormat.MESSAGES))
            .capture(MessagesEndpoint::capture)
            .openai(UpstreamSupport.written(ApiFormats.MESSAGES))
            .anthropic(UpstreamSupport.RELAYED)
            .engine(UpstreamSupport.written(ApiFormats.MESSAGES))
            .build();

    /// What spans have of a conversation.
    static void capture(CapturedInput prompt, JsonObjectView body) {
        prompt.system(body, "system");
        prompt.turns(body, "messages");
    }

    private MessagesEndpoint() {}
}
