package io.aiplat.inference;

import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import org.jspecify.annotations.Nullable;

/// A text to be continued as it stands: no chat template is put around it, so its author marks the turns
/// himself. The prompt is never repeated in the answer (`echo`).
///
/// @param model    name as in [ModelCard#name]
/// @param prompt   what comes before the answer
/// @param suffix   what comes after it, for models that fill gaps; null for none
/// @param sampling how tokens are drawn
/// @param serving  how the route wants the model served
public record CompletionRequest(
        String model, String prompt, @Nullable String suffix, SamplingOptions sampling, ServingOptions serving) {
    /// A prompt with nothing but defaults.
    public static CompletionRequest of(String model, String prompt) {
        return new CompletionRequest(model, prompt, null, SamplingOptions.USUAL, ServingOptions.USUAL);
    }

    /// The same, drawn otherwise.
    public CompletionRequest withSampling(SamplingOptions other) {
        return new CompletionRequest(model, prompt, suffix, other, serving);
    }
}
