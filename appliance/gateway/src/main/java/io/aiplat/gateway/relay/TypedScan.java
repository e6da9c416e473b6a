package io.aiplat.gateway.relay;

import io.aiplat.gateway.call.Bytes;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.protocol.LenientJson;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.sse.EventScanner;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events that have types. The last says what was used.
final class TypedScan implements StreamScan {
    private static final byte[] TYPE = Bytes.of("\"type\"");

    private final Dialect dialect;
    private final Set<String> ends;
    private final String failure;
    private final @Nullable String within;
    private CountedTokens usage = CountedTokens.NOTHING;
    private @Nullable String error;
    private boolean ended;

    /// @param ends    types of the events that end an answer
    /// @param failure type of the event that says that there is none, besides `error`
    /// @param within  the member of the last event that has the `usage`; null for the event itself
    TypedScan(Dialect dialect, Set<String> ends, String failure, @Nullable String within) {
        this.dialect = dialect;
        this.ends = ends;
        this.failure = failure;
        this.within = within;
    }

    @Override
    public boolean passes(EventScanner event) {
        if (error != null || !event.hasData()) {
            return false;
        }
        String type = type(event);
        if (type == null) {
            JsonObjectView json = StreamScan.json(event);
            if (json != null && LenientJson.isError(json)) {
                // No event of this API, and yet an error.
                error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
                return false;
            }
        }
        boolean last = type != null && ends.contains(type);
        boolean failed = failure.equals(type) || "error".equals(type);
        if (last || failed) {
            usage = usage.with(usage(event));
            ended |= last;
            error = failed ? Bytes.text(event.data(), event.dataBegin(), event.dataEnd()) : null;
        }
        return true;
    }

    /// Servers that leave the name of an event out say it in its data.
    private static @Nullable String type(EventScanner event) {
        if (event.name() != null || !Bytes.hasMember(event.data(), event.dataBegin(), event.dataEnd(), TYPE, '"')) {
            return event.name();
        }
        JsonObjectView json = StreamScan.json(event);
        return json == null ? null : json.text("type");
    }

    private CountedTokens usage(EventScanner event) {
        JsonObjectView json = StreamScan.json(event);
        JsonObjectView answer = json == null || within == null ? json : json.object(within);
        JsonObjectView counted = answer == null ? null : answer.object("usage");
        return counted == null ? CountedTokens.NOTHING : dialect.usage(counted);
    }

    @Override
    public @Nullable String error() {
        return error;
    }

    @Override
    public boolean isComplete() {
        return error == null && ended;
    }

    @Override
    public CountedTokens usage() {
        return usage;
    }
}
