package io.aiplat.inference.chat;

/// Reasoning effort: how much a model thinks before it answers.
public enum ReasoningEffort {
    /// Not at all; OpenAI's effort `none`.
    OFF,
    /// As much as the model likes.
    ON,
    /// As little as the model can.
    MINIMAL,
    /// Little.
    LOW,
    /// OpenAI's default.
    MEDIUM,
    /// Much.
    HIGH;

    /// Whether it is a degree rather than a plain yes or no.
    public boolean isDegree() {
        return this != OFF && this != ON;
    }
}
