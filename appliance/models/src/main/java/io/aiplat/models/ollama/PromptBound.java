package io.aiplat.models.ollama;

import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.CompletionRequest;
import io.aiplat.models.ToolCall;
import io.aiplat.models.ToolDefinition;

/// How many tokens a prompt can be at most, without a tokenizer: one for each byte of UTF-8, for no
/// tokenizer with byte fallback makes more, and byte-level ones neither. It takes for granted that a
/// template shows each content once.
final class PromptBound {
    /// What Ollama itself counts for a picture when it decides whether to cut.
    private static final int TOKENS_PER_PICTURE = 768;

    /// A beginning, an end, and the space some tokenizers put before a text.
    private static final int SPECIAL_TOKENS = 3;

    /// Keys, brackets and quotes around a tool or a call where a template writes it as JSON.
    private static final int BYTES_AROUND_JSON = 160;

    /// The longest name of a role, where a template shows it.
    static final int ROLE_BYTES = "assistant".length();

    private PromptBound() {}

    /// The bound for a text that stands as it is, or with a suffix in the template.
    static int of(CompletionRequest request, OllamaFacts facts) {
        String suffix = request.suffix();
        PromptTemplate template = facts.template();
        int around = suffix == null ? 0 : utf8(suffix) + template.once() + template.perTurn();
        return utf8(request.prompt()) + around + SPECIAL_TOKENS;
    }

    /// The bound for a conversation.
    static int of(ChatRequest request, OllamaFacts facts) {
        PromptTemplate template = facts.template();
        long bytes = template.once() + facts.openingBytes() + facts.openingTurns() * (long) ROLE_BYTES;
        int turns = request.messages().size() + facts.openingTurns();
        int pictures = 0;
        long system = 0;
        for (ChatMessage message : request.messages()) {
            bytes += utf8(message.content()) + ROLE_BYTES;
            system += message.role().equals("system") ? utf8(message.content()) : 0;
            pictures += message.images().size();
            for (ToolCall call : message.toolCalls()) {
                bytes += json(call.name()) + json(call.arguments()) + BYTES_AROUND_JSON + template.perCall();
            }
        }
        String usual = facts.modelfile().system();
        if (system == 0 && usual != null) {
            system = utf8(usual);
            bytes += system + ROLE_BYTES;
            turns++;
        }
        bytes += template.systemTwice() ? system : 0;
        bytes += (long) turns * template.perTurn();
        bytes += tools(request, template);
        return Math.clamp(bytes + (long) pictures * TOKENS_PER_PICTURE + SPECIAL_TOKENS, 0, Integer.MAX_VALUE);
    }

    private static long tools(ChatRequest request, PromptTemplate template) {
        long bytes = 0;
        for (ToolDefinition tool : request.tools().shown()) {
            bytes += template.perTool() + BYTES_AROUND_JSON;
            bytes += json(tool.name()) + json(tool.description()) + json(tool.parameters());
            long texts = tool.parameters().chars().filter(c -> c == '"').count() / 2;
            bytes += texts * template.perProperty();
        }
        return bytes;
    }

    /// Bytes of a text in UTF-8.
    static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair counts two of its four; one alone becomes a mark of three.
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) && paired(text, i) ? 2 : 3;
        }
        return bytes;
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /// Bytes of a text within JSON as Go writes it, which escapes the marks of HTML too.
    private static int json(String text) {
        int bytes = utf8(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '<' || c == '>' || c == '&') {
                bytes += 5;
            } else if (c == '"' || c == '\\') {
                bytes += 1;
            } else if (c == '\u2028' || c == '\u2029') {
                bytes += 3;
            }
        }
        return bytes;
    }
}
