package io.aiplat.model;

import java.util.Locale;

/// What runs models, by the word used in settings.
public enum EngineKind {
    /// Ollama in the cluster if there is one, else Ollama on the host if it is there, else embedded.
    AUTO,
    /// Ollama: in the cluster, or on the host where there is none.
    OLLAMA,
    /// llama.cpp in a worker process started from the same JAR.
    EMBEDDED;

    /// The word in settings and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
