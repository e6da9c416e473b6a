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

/// OpenAI's transcriptions: writes down what is said in a recording, which comes in a form. Where a model has guards
/// all of them are refused: no guard can listen to `file`.
final class TranscriptionsEndpoint {
    /// What its fields are to guards.
    private static final FieldTable FIELDS = new FieldTable(
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

    static final Endpoint SPEC = Endpoint.at("/v1/audio/transcriptions", "transcriptions", "transcription", "prompt")
            .form()
            .tokens(TokenRules.USUAL.referring(TokenRules.References.PARTS).hearing())
            .answers(Dialect.TRANSCRIPTS)
            .guards(GuardRules.of(FIELDS).blind())
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.notServed("takes no recordings"))
            .engine(UpstreamSupport.notServed("takes no recordings"))
            .build();

    private TranscriptionsEndpoint() {}
}
