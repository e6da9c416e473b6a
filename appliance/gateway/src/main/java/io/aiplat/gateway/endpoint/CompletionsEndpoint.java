package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.api.ApiFormats;
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
import io.aiplat.wire.json.JsonKind;
import java.util.List;

/// OpenAI's completions: goes on with a text as it stands. Each element of `prompt` is a prompt of its own; token
/// numbers are refused where guards look.
final class CompletionsEndpoint {
    /// What its fields are to guards.
    private static final FieldTable FIELDS = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.FREE, "prompt"),
                    all(FieldKind.TEXT, "suffix stop stream_options"),
                    all(
                            FieldKind.NUMBER,
                            "best_of echo frequency_penalty logprobs max_tokens n presence_penalty seed stream"
                                    + " temperature top_p"),
                    SharedFields.MODEL,
                    FieldTable.hidden("logit_bias", "has numbers of tokens, no text"),
                    SharedFields.USER),
            List.copyOf(all(FieldKind.NUMBER, "include_obfuscation include_usage")));

    static final Endpoint SPEC = Endpoint.at("/v1/completions", "completions", "text_completion", "prompt")
            .generates()
            .tokens(TokenRules.USUAL
                    .countedOnWish()
                    .each(TokenField.PROMPTS, null)
                    .takingNumbers())
            .answers(Dialect.COMPLETIONS)
            .guards(GuardRules.of(FIELDS)
                    .numbering("prompt", "prompt_embeds")
                    .showing(body -> body.kind("logprobs") == JsonKind.NUMBER || body.flag("logprobs"))
                    .answering(EventFormat.COMPLETIONS))
            .capture((prompt, body) -> prompt.user(body, "prompt"))
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.notServed("does not go on with plain texts"))
            .engine(UpstreamSupport.written(ApiFormats.COMPLETIONS))
            .build();

    private CompletionsEndpoint() {}
}
