package io.aiplat.gateway;

import io.aiplat.telemetry.Surface;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a model is asked to do, by the address it is asked at.
enum Operation {
    /// Go on with a conversation.
    CHAT(Surface.CHAT, "messages", true),
    /// Go on with a text as it stands.
    COMPLETIONS(Surface.COMPLETIONS, "prompt", true),
    /// Go on with a conversation, in the words of OpenAI's newer API.
    RESPONSES(Surface.RESPONSES, "input", true),
    /// Say how many tokens a response's input is.
    INPUT_TOKENS(Surface.INPUT_TOKENS, "input", false),
    /// Make the conversation of a response's input shorter.
    COMPACT(Surface.COMPACT, "input", true),
    /// Go on with a conversation, in the words of Anthropic.
    MESSAGES(Surface.MESSAGES, "messages", true),
    /// Say how many tokens a conversation of Anthropic's is.
    COUNT_TOKENS(Surface.COUNT_TOKENS, "messages", false),
    /// Vectors for texts.
    EMBEDDINGS(Surface.EMBEDDINGS, "input", false),
    /// Put texts in the order in which they answer a question, as Cohere and Jina have it.
    RERANK(Surface.RERANK, "documents", false),
    /// Write down what is said in a recording.
    TRANSCRIPTIONS(Surface.TRANSCRIPTIONS, "prompt", false);

    /// Where the addresses of all operations begin.
    static final String API = "/v1";

    private final Surface surface;
    private final String prompt;
    private final boolean generates;

    Operation(Surface surface, String prompt, boolean generates) {
        this.surface = surface;
        this.prompt = prompt;
        this.generates = generates;
    }

    /// The operation at an address; null for none.
    static @Nullable Operation at(String path) {
        for (Operation operation : values()) {
            if (operation.path().equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /// All addresses.
    static List<String> paths() {
        return Stream.of(values()).map(Operation::path).toList();
    }

    /// Whether the request is a form with a file in it, and not JSON.
    boolean isForm() {
        return this == TRANSCRIPTIONS;
    }

    /// Whether the client may bound the tokens of the answer.
    boolean generates() {
        return generates;
    }

    /// Whether nothing is generated, and the answer says how many tokens there would be to read.
    boolean counts() {
        return this == COUNT_TOKENS || this == INPUT_TOKENS;
    }

    /// Whether it is of OpenAI's responses, with their input.
    boolean isOfResponses() {
        return this == RESPONSES || this == COMPACT || this == INPUT_TOKENS;
    }

    /// The field that has what the model is shown.
    String prompt() {
        return prompt;
    }

    /// As it is called in metrics, traces and the log.
    Surface surface() {
        return surface;
    }

    /// The address.
    String path() {
        return surface.route();
    }
}
