package io.aiplat.gateway.upstream;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Recognizes context overflow: that a prompt is longer than a model's context window. Servers agree neither on a
/// code nor on words for it; these are theirs, as their sources and public reports have them.
final class ContextOverflow {
    /// Codes and types: OpenAI, llama.cpp, LiteLLM, GitHub's models and its coding agent.
    private static final List<String> CODES = List.of(
            "context_length_exceeded",
            "exceed_context_size",
            "contextwindowexceeded",
            "context_window_exceeded",
            "tokens_limit_reached",
            "max_prompt_tokens_exceeded");

    /// What is said of prompts only, without quotation marks and in lower case.
    private static final List<String> WORDS = List.of(
            // OpenAI, Azure, vLLM, DeepSeek, Mistral, OpenRouter, Fireworks, SGLang
            "maximum context length",
            // Ollama
            "max context length",
            "exceeds the context length",
            // vLLM
            "maximum model length",
            "models context length",
            // xAI
            "maximum prompt length",
            // NVIDIA's NIM and TensorRT-LLM
            "maximum input length",
            // Anthropic, Fireworks, vLLM, Ollama
            "prompt is too long",
            "prompt too long",
            "is too long to fit into the model",
            "exceed context limit",
            // Bedrock
            "input is too long",
            "too many input tokens",
            // Gemini, Vertex AI
            "input token count exceeds",
            "input token count is",
            // TGI, Together
            "inputs tokens + max_new_tokens must be",
            "inputs must have less than",
            // SGLang
            "exceeds the maximum allowed length",
            // LM Studio
            "context the overflows",
            "context overflow",
            "greater than the context length",
            "shorter input",
            "reached context length",
            "larger context length",
            ">= n_ctx",
            // llama.cpp
            "available context size",
            "too large to process. increase the physical batch",
            // OpenAI's responses, MiniMax
            "context window exceeds",
            // Cohere
            "tokens in the prompt cannot exceed",
            "too many tokens: size limit exceeded",
            // Groq, Cerebras
            "reduce the length of the messages or completion",
            // Zhipu, Moonshot, DashScope, Volcano Engine
            "prompt exceeds max length",
            "exceeded model token limit",
            "range of input length should be",
            "exceed max message tokens",
            // Hugging Face
            "longer than the specified maximum sequence length");

    /// The same where a number or a name stands in between.
    private static final List<Pattern> FORMS = List.of(
            // Gemini
            Pattern.compile("input token count \\(?\\d+\\)? exceeds"),
            // OpenAI's responses and those who took its words
            Pattern.compile("exceed(s|ed|ing)? (the |its |this |your )?(\\S+ )?context (window|length|size|limit)"),
            // TensorRT-LLM, TabbyAPI
            Pattern.compile(
                    "prompt[ _]?(length|len)\\b[^\\n]{0,120}(max_seq_len|max_model_len|max_num_tokens|max_input_len)"),
            Pattern.compile("max_seq_len[^\\n]{0,60}prompt_len"),
            // mistral.rs, GitHub's coding agent
            Pattern.compile("prompt token (length|count)\\b[^\\n]{0,60}exceed"),
            // GitHub's models
            Pattern.compile("request body too large for \\S+ model. max size: \\d+ tokens"));

    private static final Pattern ANSWER = Pattern.compile("max_?(completion_|output_|new_)?tokens");
    private static final Pattern PROMPT = Pattern.compile("prompt|input|messages|requested");

    private ContextOverflow() {}

    /// Whether an error says so.
    ///
    /// @param codes what it has for programs
    /// @param said  what it has for people
    static boolean isSaid(String codes, String said) {
        String all = codes.toLowerCase(Locale.ROOT);
        if (CODES.stream().anyMatch(all::contains)) {
            return true;
        }
        String text = plain(said);
        if (CODES.stream().noneMatch(text::contains)
                && WORDS.stream().noneMatch(text::contains)
                && FORMS.stream().noneMatch(form -> form.matcher(text).find())) {
            return false;
        }
        // That so many tokens cannot be had for an answer is no fault of the prompt.
        return !ANSWER.matcher(text).find() || PROMPT.matcher(text).find();
    }

    private static String plain(String said) {
        StringBuilder text = new StringBuilder(said.length());
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if ("`'\"\u2018\u2019".indexOf(c) < 0) {
                text.append(c);
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
