package io.aiplat.models;

/// Tokens of a prompt.
///
/// @param tokens how many; never too few
/// @param exact  whether the model's own tokenizer counted the prompt as the model will see it; otherwise
///               it is a bound from above
public record TokenCount(int tokens, boolean exact) {}
