package io.aiplat.gateway.api;

import io.aiplat.gateway.api.chat.ChatFormat;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.messages.MessagesFormat;
import io.aiplat.gateway.api.responses.CompactFormat;
import io.aiplat.gateway.api.responses.ResponsesFormat;

/// The registry of the APIs in which models are asked to write, one of each.
public final class ApiFormats {
    /// OpenAI's chat completions.
    public static final ApiFormat CHAT = new ChatFormat();

    /// OpenAI's completions of a plain text.
    public static final ApiFormat COMPLETIONS = new CompletionsFormat();

    /// OpenAI's responses, without anything stored.
    public static final ApiFormat RESPONSES = new ResponsesFormat();

    /// OpenAI's responses, made shorter.
    public static final ApiFormat COMPACT = new CompactFormat();

    /// Anthropic's messages.
    public static final ApiFormat MESSAGES = new MessagesFormat();

    private ApiFormats() {}
}
