package io.aiplat.model.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decision about a model: which stage it is at, and who has said so.
///
/// @param stage it is at
/// @param at    when that was said; null if nobody has
/// @param by    name of the key that it was said with, or `aiplat` where other bytes came under the name; null if
///              nobody has said anything
/// @param note  why, in the words of who said so; null for nothing
public record StageDecision(
        ModelStage stage,
        @Nullable Instant at,
        @Nullable String by,
        @Nullable String note) {
    /// Nobody has decided anything.
    public static final StageDecision NONE = new StageDecision(ModelStage.CANDIDATE, null, null, null);
}
