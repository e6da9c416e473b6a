package io.aiplat.inference.ollama;

import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import java.util.function.ToIntFunction;

/// Upper bound of a prompt's tokens. Without a vocabulary it is one for each byte of UTF-8, for no tokenizer with
/// byte fallback makes more, and byte-level ones neither; with one, it is close. Either way it takes for granted that
/// a template shows each content once.
final class PromptTokenBound {
    /// What Ollama itself counts for a picture when it decides whether to cut.
    private static final int TOKENS_PER_PICTURE = 768;

    /// A beginning, an end, and the space some tokenizers put before a text.
    private static final int SPECIAL_TOKENS = 3;

    /// What is around a tool or a call where a template writes it as JSON.
    private static final String AROUND_JSON =
            "{\"type\": \"function\", \"function\": {\"name\": \"\", \"description\": \"\","
                    + " \"parameters\": {\"type\": \"\", \"required\": [], \"properties\": {}}}}\n";

    /// The longest name of a role, where a template shows it.
    private static final String ROLE = "assistant";

    /// A vocabulary takes texts apart a little otherwise than the model, and may then count too few.
    private static final int MARGIN = 32;

    private final ToIntFunction<String> measure;
    private final OllamaFacts facts;
    private final PromptTemplate template;
    private final int role;
    private final int aroundJson;
    private final int margin;

    private PromptTokenBound(ToIntFunction<String> measure, OllamaFacts facts, int margin) {
        this.measure = measure;
        this.facts = facts;
        this.template = PromptTemplate.parse(facts.template(), measure);
        this.role = measure.applyAsInt(ROLE);
        this.aroundJson = measure.applyAsInt(AROUND_JSON);
        this.margin = margin;
    }

    /// Counts bytes.
    static PromptTokenBound byBytes(OllamaFacts facts) {
        return new PromptTokenBound(PromptTokenBound::utf8, facts, Integer.MAX_VALUE);
    }

    /// Counts by a vocabulary, each text for itself: joined, they are hardly ever more.
    static PromptTokenBound by(Tokenizer vocabulary, OllamaFacts facts) {
        return new PromptTokenBound(vocabulary::count, facts, MARGIN);
    }

    private int bounded(long tokens, long certain) {
        return Math.clamp(tokens + tokens / margin + certain + SPECIAL_TOKENS, 0, Integer.MAX_VALUE);
    }

    /// The bound for a text that stands as it is, or with a suffix in the template.
    int of(CompletionRequest request) {
        String suffix = request.suffix();
        int around = suffix == null ? 0 : measure.applyAsInt(suffix) + template.once() + template.perTurn();
        return bounded((long) measure.applyAsInt(request.prompt()) + around, 0);
    }

    /// The bound for a conversation.
    int of(ChatRequest request) {
        long tokens = template.once();
        int turns = request.messages().size() + facts.openingTurns();
        int pictures = 0;
        long system = 0;
        for (ChatMessage message : request.messages()) {
            int content = measure.applyAsInt(message.content());
            tokens += content;
            system += message.role().equals("system") ? content : 0;
            pictures += message.images().size();
            tokens += message.thoughts().isEmpty() ? 0 : measure.applyAsInt(message.thought());
            for (ToolCall call : message.toolCalls()) {
                tokens += json(call.name()) + json(call.arguments()) + aroundJson + template.perCall();
            }
        }
        String usual = facts.modelfile().system();
        if (system == 0 && usual != null) {
            system = measure.applyAsInt(usual);
            tokens += system;
            turns++;
        }
        tokens += template.systemTwice() ? system : 0;
        tokens += (long) turns * (template.perTurn() + role);
        tokens += tools(request);
        return bounded(tokens, facts.openingBytes() + (long) pictures * TOKENS_PER_PICTURE);
    }

    private long tools(ChatRequest request) {
        long tokens = 0;
        for (ToolDefinition tool : request.tools().shown()) {
            tokens += template.perTool() + aroundJson;
            tokens += json(tool.name()) + json(tool.description()) + json(tool.parameters());
            long texts = tool.parameters().chars().filter(c -> c == '"').count() / 2;
            tokens += texts * template.perProperty();
        }
        return tokens;
    }

    /// A text within JSON as Go writes it, which escapes the marks of HTML too; each letter of an escape
    /// counts.
    private int json(String text) {
        int tokens = measure.applyAsInt(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '<' || c == '>' || c == '&') {
                tokens += 5;
            } else if (c == '"' || c == '\\') {
                tokens += 1;
            } else if (c == '\u2028' || c == '\u2029') {
                tokens += 3;
            }
        }
        return tokens;
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
}
