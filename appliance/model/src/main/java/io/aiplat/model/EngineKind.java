package io.aiplat.model;

import java.util.Locale;

/// What runs models, by the word used in settings.
public enum EngineKind {
    /// Ollama in the cluster if there is one, else Ollama on the host if it is there, else embedded.
    AUTO,
    /// Ollama: in the cluster, or on the host where there is none.
    OLLAMA,
    /// llama.cpp in a worker process started from the same JAR.
    EMBEDDED,
    /// llama.cpp's own server of this machine, a process for each model.
    LLAMACPP;

    /// Whether its models are files of the home, in processes of the appliance on this machine.
    public boolean isOfHome() {
        return this == EMBEDDED || this == LLAMACPP;
    }

    /// The word in settings and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
