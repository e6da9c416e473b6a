package io.aiplat.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One turn of a conversation.
///
/// @param role       `system`, `user`, `assistant` or `tool`
/// @param content    its text; empty where the turn is only tool calls
/// @param images     base64 of pictures shown with it
/// @param toolCalls  what the assistant asked for
/// @param toolCallId for `tool`: which call this answers; null elsewhere
public record ChatMessage(
        String role,
        String content,
        List<String> images,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId) {
    public ChatMessage {
        images = List.copyOf(images);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A turn of plain text.
    public static ChatMessage text(String role, String content) {
        return new ChatMessage(role, content, List.of(), List.of(), null);
    }
}
