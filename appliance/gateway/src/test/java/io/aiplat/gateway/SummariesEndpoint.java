package io.aiplat.gateway;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import java.util.List;

/// An endpoint that only tests have: all that a new one takes.
final class SummariesEndpoint {
    static final Endpoint SPEC = Endpoint.at("/v1/summaries", "summaries", "summarize", "text")
            .generates()
            .tokens(TokenRules.USUAL.capped("max_words", null))
            .answers(Dialect.PLAIN)
            .guards(GuardRules.of(new FieldTable(
                            FieldTable.rows(
                                    all(FieldKind.FREE, "text"),
                                    all(FieldKind.NUMBER, "max_words stream"),
                                    SharedFields.MODEL),
                            List.of()))
                    .answering(EventFormat.CHAT))
            .capture((prompt, body) -> prompt.user(body, "text"))
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.notServed("sums nothing up"))
            .engine(UpstreamSupport.written(ApiFormats.CHAT))
            .build();

    private SummariesEndpoint() {}
}
