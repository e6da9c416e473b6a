package io.aiplat.inference;

/// Tokens of a prompt.
///
/// @param tokens how many
/// @param exact  whether the model's own tokenizer counted the prompt as the model will see it; otherwise
///               it is an estimate, which of an engine is never too low
public record TokenCount(int tokens, boolean exact) {}
