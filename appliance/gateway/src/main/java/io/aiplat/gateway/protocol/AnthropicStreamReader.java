package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Stream reader of Anthropic's messages.
/// Events and blocks it does not know are passed over, as that API asks of its clients.
final class AnthropicStreamReader implements UpstreamStreamReader {
    private final AnthropicUsage usage = new AnthropicUsage();
    private final int promptBound;
    private @Nullable PartialToolCall call;
    private FinishReason reason = FinishReason.STOP;
    private boolean begun;
    private boolean stopped;
    private byte @Nullable [] error;
    private int bytes;

    /// @param promptBound tokens the prompt has at most
    AnthropicStreamReader(int promptBound) {
        this.promptBound = promptBound;
    }

    @Override
    public void read(EventScanner event, ChatSink sink) throws MalformedJson {
        if (event.dataIs("") || event.dataIs("[DONE]")) {
            // Of gateways that do not tell one API's streams from another's.
            return;
        }
        take(LenientJson.read(event.data(), event.dataBegin(), event.dataEnd()), sink);
    }

    @Override
    public void whole(byte[] answer, int length, ChatSink sink) throws MalformedJson {
        JsonObjectView json = LenientJson.read(answer, 0, length);
        if (LenientJson.isError(json)) {
            error = json.raw();
            return;
        }
        begun = true;
        usage.add(json.object("usage"));
        JsonElementCursor blocks = json.elements("content");
        while (blocks.next()) {
            begin(blocks.object(), sink);
            endCall(sink);
        }
        reason = reason(json.text("stop_reason"));
        stopped = true;
    }

    private void take(JsonObjectView json, ChatSink sink) {
        if (LenientJson.isError(json)) {
            error = json.raw();
            return;
        }
        switch (json.text("type")) {
            case "message_start" -> {
                begun = true;
                JsonObjectView message = json.object("message");
                usage.add(message == null ? null : message.object("usage"));
            }
            case "content_block_start" -> begin(json.object("content_block"), sink);
            case "content_block_delta" -> more(json.object("delta"), sink);
            case "content_block_stop" -> endCall(sink);
            case "message_delta" -> {
                JsonObjectView delta = json.object("delta");
                reason = delta == null ? reason : reason(delta.text("stop_reason"));
                usage.add(json.object("usage"));
            }
            case "message_stop" -> stopped = true;
            case null, default -> {}
        }
    }

    private void begin(@Nullable JsonObjectView block, ChatSink sink) {
        // One whose end did not come has ended all the same.
        endCall(sink);
        if (block == null) {
            return;
        }
        switch (block.text("type")) {
            case "tool_use" -> call = new PartialToolCall(block.text("id"), block.text("name"), whole(block));
            case "text" -> text(block.text("text"), sink);
            case "thinking" -> thought(block.text("thinking"), sink);
            case null, default -> {}
        }
    }

    /// Arguments that come with the beginning; empty where they come bit by bit.
    private static String whole(JsonObjectView block) {
        JsonObjectView input = block.object("input");
        byte[] raw = block.raw("input");
        return input == null || raw == null || input.names().isEmpty() ? "" : new String(raw, StandardCharsets.UTF_8);
    }

    private void more(@Nullable JsonObjectView delta, ChatSink sink) {
        if (delta == null) {
            return;
        }
        PartialToolCall open = call;
        switch (delta.text("type")) {
            case "text_delta" -> text(delta.text("text"), sink);
            case "thinking_delta" -> thought(delta.text("thinking"), sink);
            case "input_json_delta" -> {
                if (open != null) {
                    open.add(delta.text("partial_json"));
                }
            }
            case null, default -> {}
        }
    }

    private void text(@Nullable String text, ChatSink sink) {
        if (text != null && !text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatDelta.Text(text));
        }
    }

    private void thought(@Nullable String text, ChatSink sink) {
        if (text != null && !text.isEmpty()) {
            bytes += text.length();
            sink.accept(new ChatDelta.Reasoning(text));
        }
    }

    private void endCall(ChatSink sink) {
        PartialToolCall ended = call;
        if (ended != null) {
            call = null;
            sink.accept(new ChatDelta.Call(ended.call(() -> "")));
        }
    }

    private static FinishReason reason(@Nullable String word) {
        return switch (word) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            case null, default -> FinishReason.STOP;
        };
    }

    @Override
    public void handOver(ChatSink sink) {
        endCall(sink);
    }

    @Override
    public long waiting() {
        return call == null ? 0 : call.bytes();
    }

    @Override
    public byte @Nullable [] error() {
        return error;
    }

    @Override
    public CountedTokens prompt() {
        return begun ? usage.counted().promptOnly() : CountedTokens.NOTHING;
    }

    @Override
    public ChatDelta.@Nullable Finished end() {
        return stopped ? new ChatDelta.Finished(reason, usage.total(promptBound, bytes)) : null;
    }
}
