package io.aiplat.gateway;

import io.aiplat.gateway.foreign.CountedTokens;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// The events of OpenAI's chat and completions.
final class ChatScan implements StreamScan {
    private static final byte[] USAGE = Bytes.of("\"usage\"");
    private static final byte[] FINISH = Bytes.of("\"finish_reason\"");
    private static final byte[] ERROR = Bytes.of("\"error\"");

    private final boolean usageWanted;
    private CountedTokens usage = CountedTokens.NOTHING;
    private @Nullable String error;
    private boolean finished;
    private boolean done;

    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    ChatScan(boolean usageWanted) {
        this.usageWanted = usageWanted;
    }

    @Override
    public boolean passes(EventScanner event) {
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
        finished = finished || Bytes.hasMember(data, from, to, FINISH, '"');
        return (!Bytes.hasMember(data, from, to, USAGE, '{') && !Bytes.hasMember(data, from, to, ERROR, '{'))
                || inspect(event);
    }

    private boolean inspect(EventScanner event) {
        TopLevel json = StreamScan.json(event);
        if (json == null) {
            return true;
        }
        if (json.kind("error") == Kind.OBJECT) {
            error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
        }
        TopLevel counted = json.object("usage");
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
    public void report(Attempt attempt) {
        attempt.said(usage);
    }
}
