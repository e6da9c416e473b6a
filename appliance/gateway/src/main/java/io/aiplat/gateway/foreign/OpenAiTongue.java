package io.aiplat.gateway.foreign;

import io.aiplat.gateway.surface.Extra;
import io.aiplat.models.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// OpenAI's chat completions, as many servers have them.
///
/// @param cloud whether it is OpenAI's own server, which takes the newer name of a parameter only, and no
///     parameter of others
/// @param ids   names calls where the server does not
public record OpenAiTongue(boolean cloud, Supplier<String> ids) implements Tongue {
    @Override
    public String name() {
        return "OpenAI's API";
    }

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public Set<Extra> extras() {
        return Set.of(Extra.PICTURE_ADDRESSES, Extra.DOCUMENTS);
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
        return new OpenAiQuestion(request, cloud).bytes();
    }

    @Override
    public AnswerReader answer(int promptBound) {
        return new OpenAiAnswer(promptBound, ids);
    }
}
