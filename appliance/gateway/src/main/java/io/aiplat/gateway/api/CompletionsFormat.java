package io.aiplat.gateway.api;

import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.SamplingReader;
import io.aiplat.gateway.api.contract.Seeds;
import io.aiplat.gateway.api.contract.SupportedParameters;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.chat.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API format of OpenAI's completions of a plain text: reads their requests.
final class CompletionsFormat implements ApiFormat {
    private static final int MOST_PROMPTS = 32;
    private static final int MOST_ALTERNATIVES = 5;

    /// What OpenAI takes where a client says nothing.
    private static final int USUAL_TOKENS = 16;

    private static final SupportedParameters PARAMETERS = new SupportedParameters(
            Set.of(
                    "model",
                    "prompt",
                    "suffix",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "top_k",
                    "n",
                    "seed",
                    "stop",
                    "frequency_penalty",
                    "presence_penalty",
                    "logprobs",
                    "echo"),
            Map.of("best_of", SupportedParameters.number(1), "logit_bias", SupportedParameters::isEmpty));

    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public ParsedRequest read(RequestFields body, ReadContext reading) {
        PARAMETERS.check(body);
        boolean stream = body.flag("stream");
        SamplingOptions sampling = sampling(body, reading);
        List<String> prompts = TextInputs.read(body, "prompt", MOST_PROMPTS);
        String suffix = body.text("suffix");
        int choices = SamplingReader.choices(body);
        List<Generation> generations = new ArrayList<>();
        List<String> echoed = new ArrayList<>();
        for (String prompt : prompts) {
            for (int i = 0; i < choices; i++) {
                generations.add(new Generation.Completion(new CompletionRequest(
                        reading.model(),
                        prompt,
                        suffix == null || suffix.isEmpty() ? null : suffix,
                        Seeds.of(sampling, i),
                        reading.serving())));
                echoed.add(body.flag("echo") ? prompt : "");
            }
        }
        if (body.flag("echo") && sampling.topLogprobs() != null) {
            throw body.unsupported("echo", "How likely the tokens of a prompt were is not known; leave out one.");
        }
        CompletionsEncoder form = new CompletionsEncoder(
                SamplingReader.includesUsage(body, stream), sampling.topLogprobs() != null, echoed);
        return new ParsedRequest(generations, stream, form);
    }

    private static SamplingOptions sampling(RequestFields body, ReadContext reading) {
        Integer tokens = SamplingReader.tokens(body, "max_tokens");
        return SamplingReader.ofCompletions(
                body, reading.bounded(tokens == null ? Integer.valueOf(USUAL_TOKENS) : tokens), alternatives(body));
    }

    private static @Nullable Integer alternatives(RequestFields body) {
        return SamplingReader.whole(body, "logprobs", 0, MOST_ALTERNATIVES);
    }

    @Override
    public String parameter(String ofChat) {
        return ofChat;
    }
}
