package io.aiplat.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static Duration read(String now, String value) {
        return new RetryAfter(Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).read(value);
    }

    private static Duration read(String value) {
        return read("1994-11-06T08:48:00Z", value);
    }

    @Test
    void isANumberOfSeconds() {
        assertEquals(Duration.ofSeconds(120), read("120"));
        assertEquals(Duration.ZERO, read("0"));
    }

    /// The three forms of one moment in RFC 9110, section 5.6.7.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            })
    void isAMoment(String date) {
        assertEquals(Duration.ofSeconds(97), read(date));
        assertEquals(Duration.ofSeconds(1), read("1994-11-06T08:49:36.001Z", date), "never before the moment");
        assertEquals(Duration.ZERO, read("1994-11-06T08:49:37Z", date));
        assertEquals(Duration.ZERO, read("1994-11-06T08:50:00Z", date), "it has passed");
    }

    @Test
    void aYearOfTwoDigitsIsTheNearestThatIsNotFarAhead() {
        assertEquals(Duration.ofMinutes(3), read("2026-11-22T09:57:00Z", "Sunday, 22-Nov-26 10:00:00 GMT"));
        assertEquals(Duration.ZERO, read("2026-11-21T10:00:00Z", "Sunday, 06-Nov-94 08:49:37 GMT"));
    }

    /// Row 19: one header rested a deployment for a day.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "301",
                "99999999",
                "999999999",
                "99999999999999999999999999",
                "Mon, 07 Nov 1994 08:49:37 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT",
            })
    void isNeverLongerThanFiveMinutes(String value) {
        assertEquals(Duration.ofMinutes(5), read(value));
    }

    @Test
    void saysNothingWhereItCannotBeUnderstood() {
        assertNull(read(null));
        assertNull(read(""));
        assertNull(read("soon"));
        assertNull(read("-1"));
        assertNull(read("1.5"));
        assertNull(read("Mon, 06 Nov 1994 08:49:37 GMT"), "that was a Sunday");
    }
}
