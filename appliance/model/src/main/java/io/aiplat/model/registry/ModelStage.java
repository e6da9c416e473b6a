package io.aiplat.model.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Stage of a model: whether people here have agreed to use it.
public enum ModelStage {
    /// Nobody has decided about it yet.
    CANDIDATE,
    /// Somebody has said that it may be used.
    APPROVED,
    /// Somebody has said that it shall not be used any more.
    RETIRED;

    /// The word for people and programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The stage of a word; empty where there is none.
    public static Optional<ModelStage> of(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst();
    }
}
