package io.aiplat.wire.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of a `Date` header (RFC 9110, section 6.6.1): when an answer was begun. Its text is made once a
/// second.
public final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MILLIS = 1000;

    private static volatile Second last = Second.of(0);

    private HttpDate() {}

    private record Second(long number, String text) {
        static Second of(long number) {
            return new Second(number, FORM.format(Instant.ofEpochSecond(number)));
        }
    }

    /// For what is sent now.
    public static String now() {
        long number = System.currentTimeMillis() / MILLIS;
        Second second = last;
        if (second.number != number) {
            second = Second.of(number);
            last = second;
        }
        return second.text;
    }
}
