package io.aiplat.gateway.protocol;

import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// Stream scan: watches the events of an answer go by. Only those that may say something are parsed; in a stream of
/// tokens that is one or two of hundreds.
public interface StreamScan {
    /// Looks at an event.
    ///
    /// @return whether the client shall see it
    boolean passes(EventScanner event);

    /// What the client shall see instead of the event that was looked at last, as its data; null for itself.
    default byte @Nullable [] instead() {
        return null;
    }

    /// What the upstream says went wrong, as it said it; null for nothing.
    @Nullable
    String error();

    /// Whether the answer has its end.
    boolean isComplete();

    /// What was used, as far as it is known.
    CountedTokens usage();

    /// The data of an event; null if it is no JSON object. The client gets it as it came then, and says what it
    /// thinks of it.
    static @Nullable JsonObjectView json(EventScanner event) {
        try {
            return JsonObjectView.scan(event.data(), event.dataBegin(), event.dataEnd() - event.dataBegin());
        } catch (MalformedJson _) {
            return null;
        }
    }
}
