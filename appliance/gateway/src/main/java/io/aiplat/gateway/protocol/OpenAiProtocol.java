package io.aiplat.gateway.protocol;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.inference.chat.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Upstream protocol of OpenAI's chat completions, as many servers have them.
///
/// @param cloud whether it is OpenAI's own server, which takes the newer name of a parameter only, and no
///     parameter of others
/// @param ids   names calls where the server does not
public record OpenAiProtocol(boolean cloud, Supplier<String> ids) implements UpstreamProtocol {
    /// Where its servers have conversations.
    public static final String CONVERSATIONS = "/v1/chat/completions";

    @Override
    public String name() {
        return "OpenAI's API";
    }

    @Override
    public String path() {
        return CONVERSATIONS;
    }

    @Override
    public Set<BackendFeature> extras() {
        return Set.of(BackendFeature.PICTURE_ADDRESSES, BackendFeature.DOCUMENTS);
    }

    /// What a server can do is known to it alone, and it says so itself.
    @Override
    public Map<String, String> lacking(ChatRequest request) {
        Map<String, String> lacking = new LinkedHashMap<>();
        if (cloud && request.sampling().topK() != null) {
            lacking.put("top_k", "OpenAI's API has no such parameter.");
        }
        if (request.sampling().topLogprobs() != null) {
            lacking.put("logprobs", "They are not read from chat completions.");
        }
        return lacking;
    }

    @Override
    public byte[] question(ChatRequest request) {
        return new OpenAiRequestWriter(request, cloud).bytes();
    }

    @Override
    public UpstreamStreamReader answer(int promptBound) {
        return new OpenAiStreamReader(promptBound, ids);
    }
}
