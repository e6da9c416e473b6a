package io.aiplat.gateway.relay;

import io.aiplat.gateway.call.Bytes;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.protocol.LenientJson;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// The events of OpenAI's chat and completions.
final class ChatScan implements StreamScan {
    private static final byte[] USAGE = Bytes.of("\"usage\"");
    private static final byte[] FINISH = Bytes.of("\"finish_reason\"");
    private static final byte[] ERROR = Bytes.of("\"error\"");

    static final byte[] CALLS = Bytes.of("\"tool_calls\"");

    private @Nullable ToolCallDeltas calls;
    private final boolean usageWanted;
    private byte @Nullable [] instead;
    private CountedTokens usage = CountedTokens.NOTHING;
    private @Nullable String error;
    private boolean finished;
    private boolean done;
    private boolean begun;

    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    ChatScan(boolean usageWanted) {
        this.usageWanted = usageWanted;
    }

    @Override
    public byte @Nullable [] instead() {
        return instead;
    }

    @Override
    public boolean passes(EventScanner event) {
        instead = null;
        if (error != null) {
            // Whatever follows, an end among it, is no part of an answer.
            return false;
        }
        if (!event.hasData()) {
            // A comment, or a name without an event: some clients take the empty line behind it for an event, and an
            // answer that has not begun can still be asked for elsewhere.
            return false;
        }
        if (event.dataIs("[DONE]")) {
            done = true;
            return true;
        }
        byte[] data = event.data();
        int from = event.dataBegin();
        int to = event.dataEnd();
        finished = finished || Bytes.hasText(data, from, to, FINISH);
        boolean first = !begun;
        begun = true;
        // Only as a name, or as all of a value, can it stand in quotes that are no escapes.
        return (!first
                        && !Bytes.hasMember(data, from, to, USAGE, '{')
                        && ByteSearch.find(data, from, to, ERROR) < 0
                        && ByteSearch.find(data, from, to, CALLS) < 0
                        && event.name() == null)
                || inspect(event);
    }

    private boolean inspect(EventScanner event) {
        JsonObjectView json = StreamScan.json(event);
        if ("error".equals(event.name()) || (json != null && LenientJson.isError(json))) {
            error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
            // In another form the clients of this API would not see it.
            return json != null && json.kind("error") == JsonKind.OBJECT;
        }
        if (json == null) {
            return true;
        }
        if (Bytes.hasMember(event.data(), event.dataBegin(), event.dataEnd(), CALLS, '[')) {
            ToolCallDeltas before = calls == null ? new ToolCallDeltas() : calls;
            calls = before;
            instead = before.mended(json, "delta");
        }
        JsonObjectView counted = json.object("usage");
        if (counted == null) {
            return true;
        }
        usage = usage.with(Dialect.CHAT.usage(counted));
        return usageWanted || json.elements("choices").next();
    }

    @Override
    public @Nullable String error() {
        return error;
    }

    /// Servers that do not say `[DONE]` say why they finished.
    @Override
    public boolean isComplete() {
        return error == null && (done || finished);
    }

    @Override
    public CountedTokens usage() {
        return usage;
    }
}
