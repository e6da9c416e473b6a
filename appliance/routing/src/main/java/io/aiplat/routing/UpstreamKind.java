package io.aiplat.routing;

import java.util.Locale;

/// What an upstream speaks.
public enum UpstreamKind {
    /// Ollama's native API.
    OLLAMA,
    /// OpenAI's API: the cloud, vLLM, llama-server and whatever else is compatible.
    OPENAI,
    /// Anthropic's cloud API.
    ANTHROPIC,
    /// The engine that is here: in an appliance the one it has, be it Ollama or llama.cpp in our own processes, and
    /// llama.cpp in a gateway by itself. It has no address.
    EMBEDDED;

    /// As `gateway.yaml` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
