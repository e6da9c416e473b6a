package io.aiplat.inference.ollama;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import java.util.Locale;

/// Ollama answered that it will not. It gives no codes, so what kind of refusal it is has to be read off
/// the text.
final class OllamaRefusal extends RuntimeException {
    private final int status;
    private final String text;

    /// Keeps what was said.
    ///
    /// @param status HTTP status; 200 for an error within a stream
    OllamaRefusal(int status, String text) {
        super(status + " " + text);
        this.status = status;
        this.text = text;
    }

    /// HTTP status; 200 for an error within a stream.
    int status() {
        return status;
    }

    /// What Ollama said.
    String text() {
        return text;
    }

    /// Whether the model does not exist.
    boolean notFound() {
        return status == 404 || text.contains("file does not exist") || text.contains("not found");
    }

    /// The exception to end an exchange with.
    ///
    /// @param prompt the parameter that is at fault if the prompt is too long
    RuntimeException about(String model, String prompt) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (status == 404) {
            return missing(model);
        }
        if (status == 503 || lower.contains("server busy")) {
            return new RequestRefused(RequestRefused.Kind.BUSY, null, "Ollama says: " + text);
        }
        if (lower.contains("context size") || lower.contains("context length") || lower.contains("context_size")) {
            return new RequestRefused(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, prompt, "Ollama says: " + text);
        }
        if (lower.contains("does not support")) {
            String parameter = lower.contains("tools") ? "tools" : "model";
            return new RequestRefused(RequestRefused.Kind.UNSUPPORTED_PARAMETER, parameter, "Ollama says: " + text);
        }
        if (status == 400) {
            return new RequestRefused(RequestRefused.Kind.INVALID_PARAMETER, null, "Ollama says: " + text);
        }
        return new ApplianceException(
                ModelsProblems.generationFailed(model, "Ollama says: " + text + "." + memory(lower)), this);
    }

    /// What an operating system says of memory is a signal, which no person reads so.
    private static String memory(String said) {
        return said.contains("signal: killed") || said.contains("out of memory") || said.contains("more system memory")
                ? " That is what happens when memory is short. Give it more (in a cluster: aiplat up --set"
                        + " cluster.memory=8Gi), or use a smaller model or a smaller context."
                : "";
    }

    /// The refusal of a name.
    static RequestRefused missing(String model) {
        return new RequestRefused(
                RequestRefused.Kind.MODEL_NOT_FOUND,
                "model",
                "there is no model " + model + " here; fetch it with: aiplat models pull " + model);
    }
}
