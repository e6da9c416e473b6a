package io.aiplat.gateway.api;

import io.aiplat.gateway.api.chat.ChatCalls;
import io.aiplat.gateway.api.chat.ChatEncoder;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.messages.MessagesEncoder;
import java.util.List;

/// Factory of the forms in which a model's answer is written where no request says more.
public final class ResponseEncoders {
    private ResponseEncoders() {}

    /// Chat completions, without probabilities.
    public static ResponseEncoder chat() {
        return new ChatEncoder(true, false, ChatCalls.USUAL);
    }

    /// Completions of one plain text, without probabilities.
    public static ResponseEncoder completions() {
        return new CompletionsEncoder(true, false, List.of(""));
    }

    /// Anthropic's messages.
    public static ResponseEncoder messages() {
        return new MessagesEncoder(0);
    }
}
