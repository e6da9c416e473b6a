package io.aiplat.inference.chat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One turn of a conversation.
///
/// @param role       `system`, `user`, `assistant` or `tool`
/// @param content    its text; empty where the turn is only tool calls
/// @param images     base64 of pictures shown with it, or their `https:` addresses where whoever is asked fetches
///     them
/// @param toolCalls  what the assistant asked for
/// @param toolCallId for `tool`: which call this answers; null elsewhere
/// @param thoughts   what the assistant thought before it said this, given back by the client; most often empty
/// @param documents  shown with it, where whoever is asked can read them
/// @param marks      where a prompt cache may keep what comes before, in the order of the text
public record ChatMessage(
        String role,
        String content,
        List<String> images,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        List<Thought> thoughts,
        List<Document> documents,
        List<CacheMark> marks) {
    public ChatMessage {
        images = List.copyOf(images);
        toolCalls = List.copyOf(toolCalls);
        thoughts = List.copyOf(thoughts);
        documents = List.copyOf(documents);
        marks = List.copyOf(marks);
    }

    /// A turn as most are.
    public ChatMessage(
            String role, String content, List<String> images, List<ToolCall> toolCalls, @Nullable String toolCallId) {
        this(role, content, images, toolCalls, toolCallId, List.of(), List.of(), List.of());
    }

    /// A turn of plain text.
    public static ChatMessage text(String role, String content) {
        return new ChatMessage(role, content, List.of(), List.of(), null);
    }

    /// The same with thoughts.
    public ChatMessage withThoughts(List<Thought> others) {
        return new ChatMessage(role, content, images, toolCalls, toolCallId, others, documents, marks);
    }

    /// The same with other words; marks in them are gone.
    public ChatMessage withContent(String other) {
        return new ChatMessage(role, other, images, toolCalls, toolCallId, thoughts, documents, List.of());
    }

    /// The same with other pictures.
    public ChatMessage withImages(List<String> others) {
        return new ChatMessage(role, content, others, toolCalls, toolCallId, thoughts, documents, marks);
    }

    /// The same with other calls.
    public ChatMessage withToolCalls(List<ToolCall> others) {
        return new ChatMessage(role, content, images, others, toolCallId, thoughts, documents, marks);
    }

    /// The same as the result of another call.
    public ChatMessage withToolCallId(String other) {
        return new ChatMessage(role, content, images, toolCalls, other, thoughts, documents, marks);
    }

    /// What was thought, as text; empty for nothing.
    public String thought() {
        return thoughts.stream()
                .map(Thought::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /// A thought.
    ///
    /// @param text      empty where only its signature may be seen
    /// @param signature by which its server knows its own again; null where it has none
    public record Thought(String text, @Nullable String signature) {}

    /// A PDF document.
    ///
    /// @param name   of its file; empty where it has none
    /// @param base64 of its bytes
    public record Document(String name, String base64) {}

    /// A prompt-cache breakpoint.
    ///
    /// @param end     characters of the content before it; 0 for after the pictures
    /// @param control Anthropic's `cache_control`, as JSON
    public record CacheMark(int end, String control) {}
}
