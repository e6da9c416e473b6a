package io.aiplat.inference.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatMessage;
import java.util.List;

/// An admission check on prompts: one that cannot fit whatever its tokens are is refused by its length, before it
/// is copied, sent to a worker, or counted there. A worker counts exactly, and has next to no heap to do it in.
///
/// @param context tokens the model sees at once
/// @param bytes   of UTF-8 that a prompt may have
record PromptLimit(int context, long bytes) {
    /// So much a worker takes, whatever its model sees: four times what 128 thousand tokens of English have.
    static final long MOST_BYTES = 4 << 20;

    /// Where no token is longer: tokenizers that leave gaps out have tokens that stand for more than they say.
    private static final int LEAST_PER_TOKEN = 64;
    /// Tokenizers of encoders make one token of any word they do not know.
    private static final int PER_TOKEN_OF_ENCODERS = 256;

    /// The limit of a model as it is served: no prompt of so many tokens has more bytes than they times the
    /// longest.
    static PromptLimit of(LoadableModel model) {
        int least = model.header().encoder() ? PER_TOKEN_OF_ENCODERS : LEAST_PER_TOKEN;
        long perToken = Math.max(least, model.header().longestToken());
        return new PromptLimit(model.contextLength(), Math.min(MOST_BYTES, model.contextLength() * perToken));
    }

    /// Lets a text pass.
    ///
    /// @param parameter where it is from
    /// @throws RequestRefused if it cannot fit
    void check(String parameter, String text) {
        long length = utf8(text);
        if (length > bytes) {
            throw tooLong(parameter, length + " bytes");
        }
    }

    /// Lets a conversation pass.
    ///
    /// @throws RequestRefused if it cannot fit
    void check(List<ChatMessage> messages) {
        // Every turn is at least a token, however empty.
        if (messages.size() > context) {
            throw tooLong("messages", messages.size() + " turns");
        }
        long length = 0;
        for (ChatMessage message : messages) {
            length += utf8(message.content());
        }
        if (length > bytes) {
            throw tooLong("messages", length + " bytes");
        }
    }

    /// Lets a conversation pass as it is written for a worker, where control characters take six bytes.
    ///
    /// @throws RequestRefused if it takes more than a worker can
    String written(ArrayNode messages) {
        String json = messages.toString();
        if (json.length() > 2 * MOST_BYTES) {
            throw tooLong("messages", json.length() + " characters of JSON");
        }
        return json;
    }

    private RequestRefused tooLong(String parameter, String size) {
        return new RequestRefused(
                RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED,
                parameter,
                "the model sees " + context + " tokens at once, prompt and answer together, and the prompt has " + size
                        + ", more than so many tokens can be (at most " + bytes + " bytes are taken); send less");
    }

    /// Bytes of a text in UTF-8; of halves of characters, which become a question mark, at least those.
    private static long utf8(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair counts two of its four.
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }
}
