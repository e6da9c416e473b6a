package io.aiplat.gateway.upstream;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `Retry-After` (RFC 9110, section 10.2.3): a number of seconds, or the moment from which asking again
/// can help. What a server says is bounded: one that is wrong, or means harm, is asked again soon.
///
/// @param clock says how far away a moment is
record RetryAfter(Clock clock) {
    /// Of more digits than these nobody means a time.
    private static final int MOST_DIGITS = 8;

    /// One request in five minutes finds out whether a server that asked for hours meant them.
    static final Duration LONGEST = Duration.ofMinutes(5);

    /// What servers send, and what old ones have sent (RFC 9110, section 5.6.7): RFC 850's form has a year of
    /// two digits, C's one no zone.
    private static final DateTimeFormatter USUAL = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter OF_C =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC);

    /// How long to wait.
    ///
    /// @param value what the header says; null where there is none
    /// @return whole seconds, rounded up, [#LONGEST] at most, and 0 for a moment that has passed; null where it
    ///     cannot be understood
    @Nullable
    Duration read(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > MOST_DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant moment = moment(value);
        return moment == null ? null : until(moment);
    }

    private Duration until(Instant moment) {
        Duration left = Duration.between(clock.instant(), moment);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return bounded(Duration.ofSeconds(left.getSeconds() + (left.getNano() == 0 ? 0 : 1)));
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private @Nullable Instant moment(String date) {
        for (DateTimeFormatter form : List.of(USUAL, ofRfc850(), OF_C)) {
            try {
                return Instant.from(form.parse(date));
            } catch (DateTimeException _) {
                // Perhaps it is written in the next form.
            }
        }
        return null;
    }

    /// A year that would be more than fifty years ahead is one of the past.
    private DateTimeFormatter ofRfc850() {
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusYears(49);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }
}
