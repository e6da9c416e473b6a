package io.aiplat.gateway.foreign;

import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ChatSink;
import io.aiplat.models.Usage;
import io.aiplat.wire.json.Elements;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the stream of a chat completion with one choice. Calls are handed on when all of them are whole,
/// since servers mix their pieces.
final class OpenAiAnswer implements AnswerReader {
    private final int promptBound;
    private final Supplier<String> ids;
    private final Map<Long, WrittenCall> calls = new LinkedHashMap<>();
    private @Nullable FinishReason reason;
    private CountedTokens usage = CountedTokens.NOTHING;
    private @Nullable Integer cached;
    private @Nullable Integer reasoning;
    private long waiting;
    private int pieces;
    private int bytes;
    private boolean called;
    private boolean done;
    private byte @Nullable [] error;

    OpenAiAnswer(int promptBound, Supplier<String> ids) {
        this.promptBound = promptBound;
        this.ids = ids;
    }

    @Override
    public void read(EventScanner event, ChatSink sink) throws MalformedJson {
        if (event.dataIs("[DONE]")) {
            done = true;
            handOver(sink);
            return;
        }
        int from = event.dataBegin();
        TopLevel json = TopLevel.scan(event.data(), from, event.dataEnd() - from);
        if (json.kind("error") == Kind.OBJECT || json.kind("error") == Kind.STRING) {
            error = Arrays.copyOfRange(event.data(), from, event.dataEnd());
            return;
        }
        TopLevel counted = json.object("usage");
        if (counted != null) {
            count(counted);
        }
        Elements choices = json.elements("choices");
        TopLevel choice = choices.next() ? choices.object() : null;
        if (choice != null) {
            choice(choice, sink);
        }
    }

    private void choice(TopLevel choice, ChatSink sink) {
        TopLevel delta = choice.object("delta");
        if (delta != null) {
            pieces++;
            String thought = delta.text("reasoning_content");
            // Servers do not agree on the name.
            thought(thought == null ? delta.text("reasoning") : thought, sink);
            text(delta.text("content"), sink);
            text(delta.text("refusal"), sink);
            Elements more = delta.elements("tool_calls");
            while (more.next()) {
                call(more.object());
            }
        }
        String word = choice.text("finish_reason");
        if (word != null) {
            reason = reason(word);
            handOver(sink);
        }
    }

    private void text(@Nullable String text, ChatSink sink) {
        if (text != null && !text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatPart.Text(text));
        }
    }

    private void thought(@Nullable String text, ChatSink sink) {
        if (text != null && !text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatPart.Reasoning(text));
        }
    }

    private void call(@Nullable TopLevel piece) {
        TopLevel function = piece == null ? null : piece.object("function");
        if (piece == null || function == null) {
            return;
        }
        int known = calls.size();
        WrittenCall call =
                calls.computeIfAbsent(piece.integer("index").orElse(0), _ -> new WrittenCall(null, null, ""));
        // One that is new counts with all of it.
        waiting -= calls.size() > known ? 0 : call.bytes();
        call.named(piece.text("id"), function.text("name"));
        call.add(function.text("arguments"));
        waiting += call.bytes();
    }

    private void handOver(ChatSink sink) {
        called = called || !calls.isEmpty();
        calls.values().forEach(call -> sink.accept(new ChatPart.Call(call.call(ids))));
        calls.clear();
        waiting = 0;
    }

    private void count(TopLevel counted) {
        usage = usage.with(CountedTokens.of(counted, "prompt_tokens", "completion_tokens", "prompt_tokens_details"));
        TopLevel answer = counted.object("completion_tokens_details");
        cached = counted.object("prompt_tokens_details") == null ? cached : Integer.valueOf((int) usage.cached());
        reasoning = answer == null
                ? reasoning
                : Integer.valueOf((int) Math.max(0, CountedTokens.count(answer, "reasoning_tokens")));
    }

    /// What the server has not counted is as much as came: a token has a byte at least, and a piece a token.
    private Usage usage() {
        return new Usage(
                (int) CountedTokens.or(usage.input(), promptBound),
                usage.output() >= 0 ? (int) usage.output() : Math.max(pieces, bytes),
                cached,
                reasoning,
                !usage.isWhole());
    }

    private static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    @Override
    public long waiting() {
        return waiting;
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
    public ChatPart.@Nullable Finished end() {
        if (reason == null && !done) {
            return null;
        }
        FinishReason why = reason == null ? FinishReason.STOP : reason;
        // Some servers say that they stopped where they called.
        boolean calledThen = called && why == FinishReason.STOP;
        return new ChatPart.Finished(calledThen ? FinishReason.TOOL_CALLS : why, usage());
    }
}
