package io.aiplat.gateway.surface;

/// The registry of the APIs in which models are asked to write, one of each.
public final class Surfaces {
    /// OpenAI's chat completions.
    public static final Surface CHAT = new ChatSurface();

    /// OpenAI's completions of a plain text.
    public static final Surface COMPLETIONS = new CompletionsSurface();

    /// OpenAI's responses, without anything stored.
    public static final Surface RESPONSES = new ResponsesSurface();

    /// OpenAI's responses, made shorter.
    public static final Surface COMPACT = new CompactSurface();

    /// Anthropic's messages.
    public static final Surface MESSAGES = new MessagesSurface();

    private Surfaces() {}
}
