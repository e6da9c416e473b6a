package io.aiplat.gateway.relay;

import io.aiplat.gateway.call.Bytes;
import io.aiplat.gateway.protocol.AnthropicUsage;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.protocol.LenientJson;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// Anthropic's events. Each has a name, and clients go by it.
final class MessagesScan implements StreamScan {
    private final AnthropicUsage usage = new AnthropicUsage();
    private @Nullable String error;
    private boolean begun;
    private boolean counted;
    private boolean stopped;

    @Override
    public boolean passes(EventScanner event) {
        if (error != null || !event.hasData()) {
            return false;
        }
        switch (type(event)) {
            case "message_start" -> {
                begun = true;
                JsonObjectView message = member(event, "message");
                usage.add(message == null ? null : message.object("usage"));
            }
            case "message_delta" -> {
                counted = true;
                usage.add(member(event, "usage"));
            }
            case "message_stop" -> stopped = true;
            case "error" -> error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
            case "" -> {
                // No event of this API, and yet an error.
                error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
                return false;
            }
            // Before its answer an upstream can still be left for another.
            case "ping" -> {
                return begun;
            }
            case null, default -> {}
        }
        return true;
    }

    /// Servers that leave the name of an event out say it in its data. Empty for an error that has no type.
    private static @Nullable String type(EventScanner event) {
        String name = event.name();
        if (name != null) {
            return name;
        }
        JsonObjectView json = StreamScan.json(event);
        String type = json == null ? null : json.text("type");
        return json != null && type == null && LenientJson.isError(json) ? "" : type;
    }

    private static @Nullable JsonObjectView member(EventScanner event, String name) {
        JsonObjectView json = StreamScan.json(event);
        return json == null ? null : json.object(name);
    }

    @Override
    public @Nullable String error() {
        return error;
    }

    @Override
    public boolean isComplete() {
        return error == null && stopped;
    }

    @Override
    public CountedTokens usage() {
        if (!begun && !counted) {
            return CountedTokens.NOTHING;
        }
        // What the first event says of the answer is that it has begun.
        return counted ? usage.counted() : usage.counted().promptOnly();
    }
}
