package io.aiplat.gateway.endpoint;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.api.responses.Compaction;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.field.AnswerFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;

/// OpenAI's compaction of responses: makes a conversation shorter.
final class CompactEndpoint {
    static final Endpoint SPEC = Endpoint.at("/v1/responses/compact", "compact", "chat", "input")
            .generates()
            .inOnePiece()
            .namesStored()
            // Who makes a conversation shorter says itself how much it writes, and the API has no field for it.
            .tokens(TokenRules.USUAL
                    .capped("max_output_tokens", null)
                    .uncapped()
                    .referring(TokenRules.References.ITEMS)
                    .besides(Compaction.WISH_BYTES))
            .answers(Dialect.RESPONSES)
            .guards(GuardRules.of(ResponsesEndpoint.FIELDS)
                    .answering(EventFormat.NONE)
                    .answered(AnswerFields.SUMMED_UP))
            .capture(ResponsesEndpoint::capture)
            .openai(UpstreamSupport.relayedOrWritten(ApiFormats.COMPACT))
            .anthropic(UpstreamSupport.written(ApiFormats.COMPACT))
            .engine(UpstreamSupport.written(ApiFormats.COMPACT))
            .build();

    private CompactEndpoint() {}
}
