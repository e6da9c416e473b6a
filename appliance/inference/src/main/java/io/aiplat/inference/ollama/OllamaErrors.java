package io.aiplat.inference.ollama;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ollama.OllamaRefusal;
import java.util.Locale;

/// Error mapping: what a refusal of Ollama means for the request that it answers.
final class OllamaErrors {
    private OllamaErrors() {}

    /// The exception to end an exchange with.
    ///
    /// @param model  that was asked
    /// @param prompt the parameter that is at fault if the prompt is too long
    static RuntimeException of(OllamaRefusal refusal, String model, String prompt) {
        int status = refusal.status();
        String text = refusal.text();
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
                ModelsProblems.generationFailed(model, "Ollama says: " + text + "." + memory(lower)), refusal);
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
        return new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", OllamaRefusal.noModel(model));
    }
}
