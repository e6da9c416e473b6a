package io.aiplat.gateway.protocol;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import java.util.Map;
import java.util.Set;

/// Upstream protocol: what a server speaks, for conversations that came in another API's words.
/// Has no state.
///
/// Answers are always asked for as streams, whatever the client wants: a long one does not run into a time
/// limit, and there is one way to read them.
public sealed interface UpstreamProtocol permits AnthropicProtocol, OpenAiProtocol {
    /// Whose API it is, for people.
    String name();

    /// The address of a conversation.
    String path();

    /// What this API has beyond plain turns.
    Set<BackendFeature> extras();

    /// Reads what is done here because the API has it not.
    default ChatSink reading(ChatRequest request, ChatSink sink) {
        return sink;
    }

    /// What this API cannot carry out of a conversation.
    ///
    /// @return for each parameter, by its name in OpenAI's chat, why; in the order they are refused in
    Map<String, String> lacking(ChatRequest request);

    /// What the server is sent.
    ///
    /// @throws io.aiplat.inference.RequestRefused if a message cannot be said in this API
    byte[] question(ChatRequest request);

    /// Reads one answer.
    ///
    /// @param promptBound tokens the prompt has at most; told where the server does not count
    UpstreamStreamReader answer(int promptBound);
}
