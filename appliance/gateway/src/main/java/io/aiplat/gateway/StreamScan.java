package io.aiplat.gateway;

import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches the events of an answer go by. Only those that may say something are parsed; in a stream of tokens that is
/// one or two of hundreds.
final class StreamScan {
    private static final byte[] USAGE = Bytes.of("\"usage\"");
    private static final byte[] FINISH = Bytes.of("\"finish_reason\"");
    private static final byte[] ERROR = Bytes.of("\"error\"");

    private final List<StreamEnd> ends;
    private final boolean usageWanted;
    private @Nullable TopLevel usage;
    private @Nullable String error;
    private boolean finished;
    private boolean done;

    /// @param operation   whose answer it is
    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    StreamScan(Operation operation, boolean usageWanted) {
        this.ends = StreamEnd.of(operation);
        this.usageWanted = usageWanted;
    }

    /// Looks at an event.
    ///
    /// @return whether the client shall see it
    boolean passes(EventScanner event) {
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
        if (!ends.isEmpty()) {
            typed(data, from, to);
            return true;
        }
        finished = finished || Bytes.hasMember(data, from, to, FINISH, '"');
        return (!Bytes.hasMember(data, from, to, USAGE, '{') && !Bytes.hasMember(data, from, to, ERROR, '{'))
                || inspect(data, from, to);
    }

    /// An event whose type says whether it is the last.
    private void typed(byte[] data, int from, int to) {
        for (StreamEnd end : ends) {
            TopLevel json = end.isIn(data, from, to) ? scan(data, from, to) : null;
            if (json != null && end.type().equals(json.text("type"))) {
                finished |= !end.failure();
                error = end.failure() ? Bytes.text(data, from, to) : error;
                usage = end.counted(copy(data, from, to));
            }
        }
    }

    private boolean inspect(byte[] data, int from, int to) {
        TopLevel json = scan(data, from, to);
        if (json == null) {
            return true;
        }
        if (json.kind("error") == Kind.OBJECT) {
            error = Bytes.text(data, from, to);
        }
        TopLevel counted = json.object("usage");
        if (counted == null) {
            return true;
        }
        usage = copy(data, from, to);
        return usageWanted || json.elements("choices").next();
    }

    /// It is read when the array under it has long been used again.
    private static @Nullable TopLevel copy(byte[] data, int from, int to) {
        return scan(Arrays.copyOfRange(data, from, to), 0, to - from);
    }

    private static @Nullable TopLevel scan(byte[] data, int from, int to) {
        try {
            return TopLevel.scan(data, from, to - from);
        } catch (MalformedJson _) {
            // The client gets it as it came and says what it thinks of it.
            return null;
        }
    }

    /// What the upstream says went wrong, as it said it; null for nothing.
    @Nullable
    String error() {
        return error;
    }

    /// Whether the answer has its end. Servers that do not say `[DONE]` say why they finished.
    boolean isComplete() {
        return error == null && (done || finished);
    }

    /// Hands on what was used, as far as it is known.
    void report(Attempt attempt) {
        TopLevel counted = usage;
        if (counted != null) {
            AnswerScan.report(counted, attempt);
        }
    }
}
