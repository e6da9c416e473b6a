package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import java.io.IOException;
import java.util.Set;

/// Backend of chats: something that has texts written in our own vocabulary.
/// What an engine throws ([io.aiplat.inference.ModelEngine]) goes through; parameters are named as OpenAI's chat
/// names them.
interface ChatBackend {
    /// For people: `ollama`, `OpenAI's API`.
    String name();

    /// What it can do beyond plain turns.
    Set<BackendFeature> extras();

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
