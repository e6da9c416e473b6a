package io.aiplat.models;

/// A call of a tool, as the model wrote it.
///
/// @param id        unique within the conversation
/// @param name      of the tool
/// @param arguments a JSON object as text
public record ToolCall(String id, String name, String arguments) {}
