package io.aiplat.inference.chat;

import org.jspecify.annotations.Nullable;

/// A tool the model may call.
///
/// @param name        of the function
/// @param description empty for none
/// @param parameters  its JSON Schema as text; `{}` for none
/// @param strict      whether the client would like arguments to be bound to the schema
/// @param mark        Anthropic's `cache_control` as JSON, where a prompt cache may keep the tools up to this one;
///                    null for none
public record ToolDefinition(
        String name,
        String description,
        String parameters,
        boolean strict,
        @Nullable String mark) {
    /// A tool as most are.
    public ToolDefinition(String name, String description, String parameters) {
        this(name, description, parameters, false, null);
    }
}
