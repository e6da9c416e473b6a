package io.aiplat.routing.litellm;

import io.aiplat.routing.UpstreamKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where LiteLLM sends the models of a provider.
///
/// @param url what it assumes; null where a configuration has to say
/// @param key the variable it takes the key from; null for none
record ProviderAddress(
        UpstreamKind kind, @Nullable String url, @Nullable String key) {
    private static final Map<String, ProviderAddress> PROVIDERS = Map.ofEntries(
            Map.entry("openai", openai("https://api.openai.com/v1", "OPENAI_API_KEY")),
            Map.entry("text-completion-openai", openai("https://api.openai.com/v1", "OPENAI_API_KEY")),
            Map.entry("groq", openai("https://api.groq.com/openai/v1", "GROQ_API_KEY")),
            Map.entry("mistral", openai("https://api.mistral.ai/v1", "MISTRAL_API_KEY")),
            Map.entry("deepseek", openai("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY")),
            Map.entry("together_ai", openai("https://api.together.xyz/v1", "TOGETHERAI_API_KEY")),
            Map.entry("openrouter", openai("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY")),
            Map.entry("fireworks_ai", openai("https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY")),
            Map.entry("xai", openai("https://api.x.ai/v1", "XAI_API_KEY")),
            Map.entry("nvidia_nim", openai("https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY")),
            Map.entry("hosted_vllm", compatible()),
            Map.entry("openai_like", compatible()),
            Map.entry("custom_openai", compatible()),
            Map.entry("litellm_proxy", compatible()),
            Map.entry("lm_studio", compatible()),
            Map.entry("llamafile", compatible()),
            Map.entry("ollama", ollama()),
            Map.entry("ollama_chat", ollama()),
            Map.entry("anthropic", anthropic()));

    private static ProviderAddress openai(String url, String key) {
        return new ProviderAddress(UpstreamKind.OPENAI, url, key);
    }

    private static ProviderAddress compatible() {
        return new ProviderAddress(UpstreamKind.OPENAI, null, null);
    }

    private static ProviderAddress ollama() {
        return new ProviderAddress(UpstreamKind.OLLAMA, "http://localhost:11434", null);
    }

    private static ProviderAddress anthropic() {
        return new ProviderAddress(UpstreamKind.ANTHROPIC, "https://api.anthropic.com", "ANTHROPIC_API_KEY");
    }

    /// The provider that a model's name begins with, or is known to belong to; empty for none.
    static String provider(String model) {
        int slash = model.indexOf('/');
        if (slash > 0) {
            return model.substring(0, slash);
        }
        if (model.startsWith("claude")) {
            return "anthropic";
        }
        return model.matches("(gpt-|chatgpt-|o[0-9]|text-embedding-|dall-e|whisper-).*") ? "openai" : "";
    }

    /// Where a provider's models are; null for providers that aiplat does not speak to.
    static @Nullable ProviderAddress of(String provider) {
        return PROVIDERS.get(provider);
    }
}
