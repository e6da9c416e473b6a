package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.request.StreamOutcome;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// One request as one line: `key=value`, all keys in the order of [LogKey], an empty value where there is nothing.
final class LogLine {
    private static final int NAME_LIMIT = 256;
    private static final int DROPPED_LIMIT = 1024;

    private final StringBuilder line = new StringBuilder(384);

    private LogLine() {}

    static String of(RequestRecord request, boolean content) {
        LogLine line = new LogLine();
        line.who(request);
        line.where(request);
        line.figures(request);
        if (content) {
            line.text(LogKey.PROMPT, request.input(), Integer.MAX_VALUE);
            line.text(LogKey.ANSWER, request.output(), Integer.MAX_VALUE);
        }
        return line.line.toString();
    }

    private void who(RequestRecord request) {
        key(LogKey.TIME);
        time(request.epochNanos(request.began()) / 1_000_000);
        name(LogKey.ID, request.id());
        name(LogKey.TRACE, request.trace().traceId());
        name(LogKey.KEY, request.key());
        name(LogKey.TEAM, request.team());
        name(LogKey.SURFACE, request.surface().label());
        name(LogKey.ASKED, request.asked());
    }

    private void where(RequestRecord request) {
        AttemptRecord last = request.lastAttempt();
        name(LogKey.SERVED, last == null ? null : last.meter().labels().model());
        name(LogKey.UPSTREAM, last == null ? null : last.meter().labels().upstream());
        number(LogKey.ATTEMPTS, request.attempts().size());
        number(LogKey.STATUS, request.status());
        name(LogKey.ERROR, request.error());
        millis(LogKey.TTFT, request.toFirstToken());
        millis(LogKey.TOTAL, request.totalNanos());
    }

    private void figures(RequestRecord request) {
        TokenUsage usage = request.usage();
        number(LogKey.INPUT, usage.inputTokens());
        number(LogKey.OUTPUT, usage.outputTokens());
        number(LogKey.CACHED, usage.cached());
        number(LogKey.REASONING, usage.reasoning());
        key(LogKey.ESTIMATED);
        line.append(usage.estimated());
        key(LogKey.COST);
        if (request.currency() != null) {
            decimal(request.costMicros(), 1_000_000);
        }
        name(LogKey.CURRENCY, request.currency());
        StreamOutcome outcome = request.streamOutcome();
        name(LogKey.STREAM, outcome == null ? null : outcome.label());
        name(LogKey.CACHE, request.cache().label());
        number(LogKey.BYTES_IN, request.bytesIn());
        number(LogKey.BYTES_OUT, request.bytesOut());
        text(LogKey.DROPPED, request.dropped(), DROPPED_LIMIT);
        text(LogKey.CONFINED, request.confined(), NAME_LIMIT);
        millis(LogKey.COLD_START, request.coldStartNanos());
        key(LogKey.GPU);
        long gpu = request.gpuNanos();
        if (gpu > 0) {
            decimal(gpu / 1_000, 1_000_000);
        }
    }

    private void key(LogKey key) {
        line.append(key.lead());
    }

    /// ISO 8601 with milliseconds, as a formatter would write it in ten times the time.
    private void time(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1_000L), 0, ZoneOffset.UTC);
        digits(time.getYear(), 1_000).append('-');
        digits(time.getMonthValue(), 10).append('-');
        digits(time.getDayOfMonth(), 10).append('T');
        digits(time.getHour(), 10).append(':');
        digits(time.getMinute(), 10).append(':');
        digits(time.getSecond(), 10).append('.');
        digits(Math.floorMod(epochMillis, 1_000L), 100).append('Z');
    }

    /// A number with leading zeros.
    ///
    /// @param unit of its first digit
    private StringBuilder digits(long value, long unit) {
        for (long digit = unit; digit > 0; digit /= 10) {
            line.append((char) ('0' + value / digit % 10));
        }
        return line;
    }

    private void number(LogKey key, long value) {
        key(key);
        line.append(value);
    }

    private void millis(LogKey key, long nanos) {
        key(key);
        if (nanos >= 0) {
            decimal(nanos / 1_000, 1_000);
        }
    }

    /// `value / unit` with all its decimals; `unit` is a power of ten.
    private void decimal(long value, long unit) {
        line.append(value / unit).append('.');
        long rest = Math.abs(value % unit);
        for (long digit = unit / 10; digit > rest && digit > 1; digit /= 10) {
            line.append('0');
        }
        line.append(rest);
    }

    private void name(LogKey key, @Nullable String value) {
        text(key, value, NAME_LIMIT);
    }

    private void text(LogKey key, @Nullable String value, int limit) {
        key(key);
        if (value != null) {
            LogEscape.append(value, limit, line);
        }
    }
}
