package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

import java.util.List;

/// OpenAI's embeddings. Each element of `input` is a text of its own; token numbers are refused where guards look.
final class EmbeddingFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.FREE, "input"),
                    all(FieldKind.WORD, "encoding_format"),
                    all(FieldKind.NUMBER, "dimensions"),
                    SharedFields.MODEL,
                    SharedFields.USER),
            List.of());

    private EmbeddingFields() {}
}
