package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import java.util.List;

/// OpenAI's embeddings: vectors for texts. Each element of `input` is a text of its own; token numbers are refused
/// where guards look.
final class EmbeddingsEndpoint {
    /// What its fields are to guards.
    private static final FieldTable FIELDS = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.FREE, "input"),
                    all(FieldKind.WORD, "encoding_format"),
                    all(FieldKind.NUMBER, "dimensions"),
                    SharedFields.MODEL,
                    SharedFields.USER),
            List.of());

    static final Endpoint SPEC = Endpoint.at("/v1/embeddings", "embeddings", "embeddings", "input")
            .tokens(TokenRules.USUAL.takingNumbers())
            .answers(Dialect.VECTORS)
            .guards(GuardRules.of(FIELDS).numbering("input"))
            .capture((prompt, body) -> prompt.user(body, "input"))
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.notServed("makes no embeddings"))
            .engine(UpstreamSupport.embedded())
            .build();

    private EmbeddingsEndpoint() {}
}
