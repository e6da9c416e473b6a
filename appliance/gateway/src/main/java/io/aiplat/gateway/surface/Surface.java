package io.aiplat.gateway.surface;

/// An API in which models are asked to write. One file reads its requests, others write its answers.
@SuppressWarnings("ClassInitializationDeadlock") // It has no default methods, so no surface waits for it (JLS 12.4.1).
public interface Surface {
    /// OpenAI's chat completions.
    Surface CHAT = new ChatSurface();

    /// OpenAI's completions of a plain text.
    Surface COMPLETIONS = new CompletionsSurface();

    /// OpenAI's responses, without anything stored.
    Surface RESPONSES = new ResponsesSurface();

    /// OpenAI's responses, made shorter.
    Surface COMPACT = new CompactSurface();

    /// Anthropic's messages.
    Surface MESSAGES = new MessagesSurface();

    /// What the names of its answers begin with.
    String idPrefix();

    /// Reads a request.
    ///
    /// @throws ApiException naming the field at fault
    Question read(Fields body, Reading reading);

    /// What a parameter of OpenAI's chat is called here, since engines refuse in its words.
    String parameter(String ofChat);
}
