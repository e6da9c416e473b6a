package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenField;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import java.util.List;

/// Rerank: puts texts in the order in which they answer a question, as Cohere and Jina have it. Each document is a
/// text of its own, and the question is shown with each.
final class RerankEndpoint {
    /// What its fields are to guards.
    private static final FieldTable FIELDS = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.FREE, "query documents rank_fields"),
                    all(FieldKind.NUMBER, "top_n return_documents max_chunks_per_doc max_tokens_per_doc"),
                    SharedFields.MODEL,
                    SharedFields.USER),
            List.of());

    static final Endpoint SPEC = Endpoint.at("/v1/rerank", "rerank", "rerank", "documents")
            .tokens(TokenRules.USUAL.each(TokenField.CONTENT, "query"))
            .answers(Dialect.PLAIN)
            .guards(GuardRules.of(FIELDS).answering(EventFormat.NONE))
            .capture((prompt, body) -> {
                prompt.user(body, "query");
                prompt.user(body, "documents");
            })
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.notServed("puts no texts in an order"))
            .engine(UpstreamSupport.notServed("puts no texts in an order"))
            .build();

    private RerankEndpoint() {}
}
