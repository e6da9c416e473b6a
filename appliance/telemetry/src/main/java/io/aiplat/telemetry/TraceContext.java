package io.aiplat.telemetry;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Where a request stands in a trace: W3C Trace Context, read strictly and written.
///
/// @param high   the first half of the trace's id
/// @param low    its second half
/// @param parent the caller's span; 0: none, the trace begins here
/// @param span   the request's own span
/// @param sampled whether the trace is recorded
/// @param state  the caller's `tracestate`, passed on as it came
record TraceContext(
        long high,
        long low,
        long parent,
        long span,
        boolean sampled,
        @Nullable String state) {
    private static final int LENGTH = 55;
    private static final int STATE_LIMIT = 512;

    /// Goes on with the caller's trace, or begins one when it has none or its header is not as the standard says.
    ///
    /// @param traceparent the header; null when it is missing or there is more than one
    /// @param tracestate  the header, several joined by a comma
    static TraceContext begin(@Nullable String traceparent, @Nullable String tracestate, TraceSampling sampling) {
        TraceContext theirs = traceparent == null ? null : parse(traceparent, tracestate);
        if (theirs != null) {
            return theirs;
        }
        long high = newId();
        long low = newId();
        return new TraceContext(high, low, 0, newId(), sampling.takes(low), null);
    }

    private static @Nullable TraceContext parse(String header, @Nullable String tracestate) {
        if (!shaped(header)) {
            return null;
        }
        long high = Hex.longAt(header, 3);
        long low = Hex.longAt(header, 19);
        long parent = Hex.longAt(header, 36);
        if ((high == 0 && low == 0) || parent == 0) {
            return null;
        }
        boolean sampled = (Hex.digit(header.charAt(54)) & 1) == 1;
        return new TraceContext(high, low, parent, newId(), sampled, passable(tracestate));
    }

    /// `00-` 32 hex `-` 16 hex `-` 2 hex; a later version may have more after another dash.
    private static boolean shaped(String header) {
        if (header.length() < LENGTH || !Hex.isHex(header, 0, 2) || header.startsWith("ff")) {
            return false;
        }
        boolean ends = header.length() == LENGTH || (!header.startsWith("00") && header.charAt(LENGTH) == '-');
        return ends
                && header.charAt(2) == '-'
                && Hex.isHex(header, 3, 35)
                && header.charAt(35) == '-'
                && Hex.isHex(header, 36, 52)
                && header.charAt(52) == '-'
                && Hex.isHex(header, 53, LENGTH);
    }

    /// A tracestate that could break a header line or is longer than anyone must carry is left behind.
    private static @Nullable String passable(@Nullable String state) {
        if (state == null || state.isBlank() || state.length() > STATE_LIMIT) {
            return null;
        }
        return state.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~')) ? state : null;
    }

    /// The header that makes `child` the parent of what the upstream does.
    String traceparent(long child) {
        byte[] header = new byte[LENGTH];
        header[0] = '0';
        header[1] = '0';
        header[2] = '-';
        Hex.write(high, header, 3);
        Hex.write(low, header, 19);
        header[35] = '-';
        Hex.write(child, header, 36);
        header[52] = '-';
        header[53] = '0';
        header[54] = (byte) (sampled ? '1' : '0');
        return Hex.text(header);
    }

    String traceId() {
        byte[] id = new byte[32];
        Hex.write(high, id, 0);
        Hex.write(low, id, 16);
        return Hex.text(id);
    }

    /// A random id that is not 0, which means "none".
    static long newId() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? 1 : id;
    }
}
