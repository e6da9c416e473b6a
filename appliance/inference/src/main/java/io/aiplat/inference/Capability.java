package io.aiplat.inference;

/// Capability: something one model on one engine can do, or cannot.
public enum Capability {
    /// Continue a conversation.
    CHAT,
    /// Continue a text as it stands.
    COMPLETION,
    /// Fill a gap between prompt and suffix.
    SUFFIX,
    /// Make vectors.
    EMBEDDING,
    /// Call tools when it likes.
    TOOLS,
    /// Be made to call a tool.
    TOOL_CHOICE,
    /// Be kept from calling several tools in one turn.
    SINGLE_TOOL_CALL,
    /// See pictures.
    VISION,
    /// Tell how likely its tokens were.
    LOGPROBS,
    /// Keep to a JSON schema, or to JSON at all.
    JSON_SCHEMA,
    /// Think before it answers, with its thoughts apart from the answer.
    REASONING,
    /// Think more or less.
    REASONING_DEGREES,
    /// Refuse a prompt that is too long by itself, rather than have it counted before.
    REFUSES_LONG_PROMPTS,
    /// Have a prompt counted exactly without answering it.
    EXACT_TOKEN_COUNT
}
