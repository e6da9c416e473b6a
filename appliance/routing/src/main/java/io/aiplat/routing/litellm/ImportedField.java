package io.aiplat.routing.litellm;

/// One field of a LiteLLM configuration.
///
/// @param path `model_list[0].litellm_params.model`
/// @param line where it stands, from 1
/// @param note what became of it, what to do, or why there is nothing like it
public record ImportedField(String path, int line, ImportOutcome verdict, String note) {}
