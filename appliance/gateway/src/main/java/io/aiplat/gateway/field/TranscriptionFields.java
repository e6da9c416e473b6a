package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

/// OpenAI's transcriptions, a form. Where a model has guards all of them are refused: no guard can listen to
/// `file`.
final class TranscriptionFields {
    static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(
                            FieldKind.TEXT,
                            "file prompt language languages keywords known_speaker_names known_speaker_references"),
                    all(FieldKind.WORD, "chunking_strategy include response_format timestamp_granularities"),
                    all(FieldKind.NUMBER, "stream temperature"),
                    SharedFields.MODEL),
            FieldTable.rows(
                    all(FieldKind.WORD, "type"),
                    all(FieldKind.NUMBER, "prefix_padding_ms silence_duration_ms threshold")));

    private TranscriptionFields() {}
}
