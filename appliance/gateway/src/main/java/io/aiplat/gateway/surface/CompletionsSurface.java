package io.aiplat.gateway.surface;

import io.aiplat.models.CompletionRequest;
import io.aiplat.models.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OpenAI's completions of a plain text.
final class CompletionsSurface implements Surface {
    private static final int MOST_PROMPTS = 32;
    private static final int MOST_ALTERNATIVES = 5;

    /// What OpenAI takes where a client says nothing.
    private static final int USUAL_TOKENS = 16;

    private static final Parameters PARAMETERS = new Parameters(
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
            Map.of("best_of", Parameters.number(1), "logit_bias", Parameters::isEmpty));

    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public Question read(Fields body, Reading reading) {
        PARAMETERS.check(body);
        boolean stream = body.flag("stream");
        Sampling sampling = sampling(body, reading);
        List<String> prompts = Texts.read(body, "prompt", MOST_PROMPTS);
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
        CompletionForm form =
                new CompletionForm(SamplingReader.includesUsage(body, stream), sampling.topLogprobs() != null, echoed);
        return new Question(generations, stream, form);
    }

    private static Sampling sampling(Fields body, Reading reading) {
        Integer tokens = SamplingReader.tokens(body, "max_tokens");
        return SamplingReader.ofCompletions(
                body, reading.bounded(tokens == null ? Integer.valueOf(USUAL_TOKENS) : tokens), alternatives(body));
    }

    private static @Nullable Integer alternatives(Fields body) {
        return SamplingReader.whole(body, "logprobs", 0, MOST_ALTERNATIVES);
    }

    @Override
    public String parameter(String ofChat) {
        return ofChat;
    }
}
