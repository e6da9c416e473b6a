package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

import java.util.List;

/// OpenAI's completions. Each element of `prompt` is a prompt of its own; token numbers are refused where guards
/// look.
final class CompletionFields {
    static final FieldTable TABLE = new FieldTable(
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

    private CompletionFields() {}
}
