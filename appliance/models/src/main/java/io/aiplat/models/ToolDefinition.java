package io.aiplat.models;

/// A tool the model may call.
///
/// @param name        of the function
/// @param description empty for none
/// @param parameters  its JSON Schema as text; `{}` for none
public record ToolDefinition(String name, String description, String parameters) {}
