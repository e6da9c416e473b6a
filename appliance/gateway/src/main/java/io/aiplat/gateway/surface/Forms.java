package io.aiplat.gateway.surface;

import java.util.List;

/// Factory of the forms in which a model's answer is written where no request says more.
public final class Forms {
    private Forms() {}

    /// Chat completions, without probabilities.
    public static Form chat() {
        return new ChatForm(true, false, ChatCalls.USUAL);
    }

    /// Completions of one plain text, without probabilities.
    public static Form completions() {
        return new CompletionForm(true, false, List.of(""));
    }

    /// Anthropic's messages.
    public static Form messages() {
        return new MessagesForm(0);
    }
}
