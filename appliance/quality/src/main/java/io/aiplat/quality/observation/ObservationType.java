package io.aiplat.quality.observation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Type of an observation, in the words of Langfuse
/// (https://langfuse.com/docs/observability/features/observation-types).
public enum ObservationType {
    /// Some work.
    SPAN,
    /// A model made text.
    GENERATION,
    /// A model made vectors.
    EMBEDDING,
    /// An agent decided what to do.
    AGENT,
    /// A tool was called.
    TOOL,
    /// Several steps, one after another.
    CHAIN,
    /// Something was looked up.
    RETRIEVER,
    /// An answer was judged.
    EVALUATOR,
    /// A text was checked before it was handed on.
    GUARDRAIL,
    /// Something that took no time.
    EVENT;

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a model was paid for it.
    public boolean isOfModel() {
        return this == GENERATION || this == EMBEDDING;
    }

    /// By its word, in any case; empty for none.
    public static Optional<ObservationType> of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(type -> type.name().equals(upper)).findFirst();
    }
}
