package io.aiplat.gateway;

import io.aiplat.gateway.surface.Extra;
import io.aiplat.gateway.surface.Generation;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatSink;
import io.aiplat.models.TokenCount;
import java.io.IOException;
import java.util.Set;

/// Something that has texts written in our own vocabulary, so that every API can be had of it. What an
/// engine throws ([io.aiplat.models.ModelEngine]) goes through; parameters are named as OpenAI's chat names
/// them.
interface Dialogue {
    /// For people: `ollama`, `OpenAI's API`.
    String name();

    /// What it can do beyond plain turns.
    Set<Extra> extras();

    /// What it cannot carry out of a text that is wanted, by the names of the parameters.
    Set<String> lacking(Generation wanted);

    /// Has a text written. Ends with its last part, or, where that is missing, without it.
    ///
    /// @param attempt takes note of what the prompt costs, if that is known early; ends when its client
    ///     leaves
    /// @throws AttemptFailed if it did not give the answer, or not to its end
    /// @throws IOException   if the client has left
    void write(Generation wanted, Attempt attempt, ChatSink sink) throws AttemptFailed, IOException;

    /// How many tokens a conversation is as a prompt, exactly or about.
    TokenCount count(ChatRequest request, Attempt attempt);
}
