package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stream reader of a chat completion with one choice, as servers more or less like OpenAI's write it.
/// Calls are handed on when all of them are whole, since servers mix their pieces.
final class OpenAiStreamReader implements UpstreamStreamReader {
    /// Members of a delta that have thoughts; servers do not agree on the name, and some say them under two.
    private static final List<String> THOUGHTS =
            List.of("reasoning_content", "reasoning", "thinking", "reasoning_details");

    private static final long UNKNOWN = -1;

    private final int promptBound;
    private final ToolCallAssembler calls;
    private @Nullable FinishReason reason;
    private CountedTokens usage = CountedTokens.NOTHING;
    private @Nullable Long cached;
    private @Nullable Long reasoning;
    private long choice = UNKNOWN;
    private final StringBuilder shown = new StringBuilder();
    private int shownPieces;
    private int pieces;
    private int bytes;
    private boolean done;
    private byte @Nullable [] error;

    OpenAiStreamReader(int promptBound, Supplier<String> ids) {
        this.promptBound = promptBound;
        this.calls = new ToolCallAssembler(ids);
    }

    @Override
    public void read(EventScanner event, ChatSink sink) throws MalformedJson {
        if (event.dataIs("[DONE]")) {
            done = true;
            handOver(sink);
            return;
        }
        if (event.dataIs("")) {
            // Some keep the connection alive so.
            return;
        }
        int from = event.dataBegin();
        if ("error".equals(event.name())) {
            error = Arrays.copyOfRange(event.data(), from, event.dataEnd());
            return;
        }
        take(LenientJson.read(event.data(), from, event.dataEnd()), sink);
    }

    @Override
    public void whole(byte[] answer, int length, ChatSink sink) throws MalformedJson {
        take(LenientJson.read(answer, 0, length), sink);
        done = true;
    }

    private void take(JsonObjectView json, ChatSink sink) {
        if (LenientJson.isError(json)) {
            error = json.raw();
            return;
        }
        count(json.object("usage"));
        JsonObjectView own = json.object("x_groq");
        count(own == null ? null : own.object("usage"));
        calls.next();
        JsonElementCursor choices = json.elements("choices");
        while (choices.next() && error == null) {
            JsonObjectView next = choices.object();
            if (next != null && isOurs(next)) {
                choice(next, sink);
            }
        }
    }

    /// One was asked for, and of more the first is it.
    private boolean isOurs(JsonObjectView next) {
        long index = next.integer("index").orElse(UNKNOWN);
        choice = choice == UNKNOWN ? index : choice;
        return index == UNKNOWN || index == choice;
    }

    private void choice(JsonObjectView choice, ChatSink sink) {
        count(choice.object("usage"));
        if (choice.kind("error") == JsonKind.OBJECT) {
            error = choice.raw();
            return;
        }
        JsonObjectView delta = choice.object("delta");
        JsonObjectView message = choice.object("message");
        String word = choice.text("finish_reason");
        if (delta != null) {
            delta(delta, sink);
        }
        boolean last = word != null && !word.isEmpty() && !word.equals("null");
        if (message != null) {
            message(message, last, sink);
        } else if (delta == null) {
            // As a completion has it.
            text(choice.text("text"), sink);
        }
        if (word != null && last) {
            ended(word, sink);
        }
    }

    private void delta(JsonObjectView delta, ChatSink sink) {
        pieces++;
        thoughts(delta, sink);
        content(delta, sink);
        text(delta.text("refusal"), sink);
        calls(delta);
    }

    private void thoughts(JsonObjectView said, ChatSink sink) {
        for (String name : THOUGHTS) {
            String thought = said.has(name) ? LenientJson.text(said, name) : "";
            if (!thought.isEmpty()) {
                thought(thought, sink);
                return;
            }
        }
    }

    private void content(JsonObjectView said, ChatSink sink) {
        String plain = said.text("content");
        if (plain != null) {
            text(plain, sink);
            return;
        }
        JsonElementCursor parts = said.elements("content");
        while (parts.next()) {
            JsonObjectView part = parts.object();
            String type = part == null ? null : part.text("type");
            if (type != null && (type.startsWith("thinking") || type.startsWith("reasoning"))) {
                thought(LenientJson.part(part), sink);
            } else {
                text(part == null ? parts.text() : LenientJson.part(part), sink);
            }
        }
        text(LenientJson.part(said.object("content")), sink);
    }

    private void calls(JsonObjectView said) {
        JsonElementCursor more = said.elements("tool_calls");
        while (more.next()) {
            call(more.object());
        }
        call(said.object("tool_calls"));
        JsonObjectView old = said.object("function_call");
        if (old != null) {
            calls.old(old);
        }
    }

    private void call(@Nullable JsonObjectView piece) {
        if (piece != null) {
            calls.add(piece);
        }
    }

    /// A message where a delta should be: all of it at once, a piece of it, all that came so far, or, at the end,
    /// all that was said before in pieces.
    private void message(JsonObjectView message, boolean last, ChatSink sink) {
        if (pieces > shownPieces && (bytes > 0 || calls.any() || calls.waiting() > 0)) {
            // It was said in deltas.
            return;
        }
        String content = LenientJson.text(message, "content");
        boolean again = !shown.isEmpty()
                && content.length() >= shown.length()
                && content.substring(0, shown.length()).contentEquals(shown);
        if (!again) {
            delta(message, sink);
            shown.append(content);
        } else if (content.length() > shown.length() || last) {
            String more = content.substring(shown.length());
            pieces++;
            text(more, sink);
            calls(message);
            shown.append(more);
        } else {
            delta(message, sink);
            shown.append(content);
        }
        shownPieces++;
    }

    private void ended(String word, ChatSink sink) {
        switch (word.toLowerCase(Locale.ROOT)) {
            case "error", "abort", "network_error", "insufficient_system_resource" -> {
                error = ("{\"error\":{\"message\":\"The server ended its answer with '" + word.toLowerCase(Locale.ROOT)
                                + "'.\"}}")
                        .getBytes(StandardCharsets.UTF_8);
                return;
            }
            default -> {
                FinishReason why = reason(word);
                // What comes late says why no better than that it stopped.
                reason = reason == null || why != FinishReason.STOP ? why : reason;
            }
        }
        handOver(sink);
    }

    private void text(@Nullable String text, ChatSink sink) {
        if (text != null && !text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatDelta.Text(text));
        }
    }

    private void thought(String text, ChatSink sink) {
        if (!text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatDelta.Reasoning(text));
        }
    }

    @Override
    public void handOver(ChatSink sink) {
        calls.handOver(sink);
    }

    private void count(@Nullable JsonObjectView counted) {
        if (counted == null) {
            return;
        }
        usage = usage.with(CountedTokens.of(counted, "prompt_tokens", "completion_tokens", "prompt_tokens_details"));
        JsonObjectView answer = counted.object("completion_tokens_details");
        cached = counted.object("prompt_tokens_details") == null ? cached : Long.valueOf(usage.cached());
        boolean saysReasoning = answer != null && CountedTokens.count(answer, "reasoning_tokens") >= 0;
        reasoning = saysReasoning ? Long.valueOf(usage.reasoning()) : reasoning;
    }

    /// What the server has not counted is as much as came: a token has a byte at least, and a piece a token.
    private TokenUsage usage() {
        return new TokenUsage(
                CountedTokens.or(usage.input(), promptBound),
                // Nothing is not what a text costs.
                usage.output() > 0 || (usage.output() == 0 && bytes == 0 && !calls.any())
                        ? usage.output()
                        : Math.max(pieces, bytes),
                cached,
                null,
                reasoning,
                !usage.isWhole() || (usage.output() == 0 && (bytes > 0 || calls.any())));
    }

    private static FinishReason reason(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "max_output_tokens", "model_length", "token_limit" -> FinishReason.LENGTH;
            case "tool_calls", "function_call", "tool_use", "tool_call" -> FinishReason.TOOL_CALLS;
            case "content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii", "sensitive" ->
                FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    @Override
    public long waiting() {
        return calls.waiting() + 2L * shown.length();
    }

    @Override
    public byte @Nullable [] error() {
        return error;
    }

    @Override
    public CountedTokens prompt() {
        return usage.promptOnly();
    }

    @Override
    public ChatDelta.@Nullable Finished end() {
        if (reason == null && !done) {
            return null;
        }
        FinishReason why = reason == null ? FinishReason.STOP : reason;
        // Some servers say that they stopped where they called.
        boolean calledThen = calls.any() && why == FinishReason.STOP;
        return new ChatDelta.Finished(calledThen ? FinishReason.TOOL_CALLS : why, usage());
    }
}
