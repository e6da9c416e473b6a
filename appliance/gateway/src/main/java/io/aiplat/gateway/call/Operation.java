package io.aiplat.gateway.call;

import io.aiplat.telemetry.request.EndpointLabel;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Endpoint of the model API: what a model is asked to do, by the address it is asked at.
public enum Operation {
    /// Go on with a conversation.
    CHAT(EndpointLabel.CHAT, "messages", true),
    /// Go on with a text as it stands.
    COMPLETIONS(EndpointLabel.COMPLETIONS, "prompt", true),
    /// Go on with a conversation, in the words of OpenAI's newer API.
    RESPONSES(EndpointLabel.RESPONSES, "input", true),
    /// Say how many tokens a response's input is.
    INPUT_TOKENS(EndpointLabel.INPUT_TOKENS, "input", false),
    /// Make the conversation of a response's input shorter.
    COMPACT(EndpointLabel.COMPACT, "input", true),
    /// Go on with a conversation, in the words of Anthropic.
    MESSAGES(EndpointLabel.MESSAGES, "messages", true),
    /// Say how many tokens a conversation of Anthropic's is.
    COUNT_TOKENS(EndpointLabel.COUNT_TOKENS, "messages", false),
    /// Vectors for texts.
    EMBEDDINGS(EndpointLabel.EMBEDDINGS, "input", false),
    /// Put texts in the order in which they answer a question, as Cohere and Jina have it.
    RERANK(EndpointLabel.RERANK, "documents", false),
    /// Write down what is said in a recording.
    TRANSCRIPTIONS(EndpointLabel.TRANSCRIPTIONS, "prompt", false);

    /// Where the addresses of all operations begin.
    public static final String API = "/v1";

    private final EndpointLabel surface;
    private final String prompt;
    private final boolean generates;

    Operation(EndpointLabel surface, String prompt, boolean generates) {
        this.surface = surface;
        this.prompt = prompt;
        this.generates = generates;
    }

    /// The operation at an address; null for none.
    public static @Nullable Operation at(String path) {
        for (Operation operation : values()) {
            if (operation.path().equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /// All addresses.
    public static List<String> paths() {
        return Stream.of(values()).map(Operation::path).toList();
    }

    /// Whether the request is a form with a file in it, and not JSON.
    public boolean isForm() {
        return this == TRANSCRIPTIONS;
    }

    /// Whether the client may bound the tokens of the answer.
    public boolean generates() {
        return generates;
    }

    /// Whether nothing is generated, and the answer says how many tokens there would be to read.
    public boolean counts() {
        return this == COUNT_TOKENS || this == INPUT_TOKENS;
    }

    /// Whether it is of OpenAI's responses, with their input.
    public boolean isOfResponses() {
        return this == RESPONSES || this == COMPACT || this == INPUT_TOKENS;
    }

    /// The field that has what the model is shown.
    public String prompt() {
        return prompt;
    }

    /// As it is called in metrics, traces and the log.
    public EndpointLabel surface() {
        return surface;
    }

    /// The address.
    public String path() {
        return surface.route();
    }
}
