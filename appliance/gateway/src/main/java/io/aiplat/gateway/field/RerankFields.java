package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

import java.util.List;

/// Rerank, as Cohere and Jina have it. Each document is a text of its own.
final class RerankFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.FREE, "query documents rank_fields"),
                    all(FieldKind.NUMBER, "top_n return_documents max_chunks_per_doc max_tokens_per_doc"),
                    SharedFields.MODEL,
                    SharedFields.USER),
            List.of());

    private RerankFields() {}
}
