package io.aiplat.operator.agenticlayer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of a [GuardResource].
///
/// @param mode             moments at which it looks
/// @param providerRef      provider that it asks
/// @param description      what it is for
/// @param presidio         how Presidio is asked
/// @param openaiModeration how OpenAI's moderation is asked; no guard of aiplat sends prompts out of the house
/// @param bedrock          how Bedrock is asked; no guard of aiplat sends prompts out of the house
public record GuardSpec(
        @Required @Size(min = 1, max = 3) List<Mode> mode,
        @Required AiGatewaySpec.Reference providerRef,
        @Nullable String description,
        @Nullable PresidioSpec presidio,
        @Nullable JsonNode openaiModeration,
        @Nullable JsonNode bedrock) {
    public GuardSpec {
        mode = List.copyOf(mode);
    }

    /// When a guard looks.
    public enum Mode {
        /// At the prompt, before it goes.
        @JsonProperty("pre_call")
        PRE_CALL,
        /// At the answer.
        @JsonProperty("post_call")
        POST_CALL,
        /// At the prompt, while it is answered. Here it goes only when the guard has looked.
        @JsonProperty("during_call")
        DURING_CALL
    }

    /// How Presidio is asked.
    ///
    /// @param language        language of the texts; `en` is asked for here
    /// @param scoreThresholds least score by entity; here Presidio's own count
    /// @param entityActions   what becomes of an entity: `MASK`; others are not to be had
    public record PresidioSpec(
            @Nullable String language,
            @Nullable Map<String, String> scoreThresholds,
            @Nullable Map<String, String> entityActions) {}
}
