package io.aiplat.model.spend;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Budget window: the time a budget is for.
/// Calendar windows are fixed and in UTC, because bills are made so and people expect a new month to begin on its
/// first; a rolling window is for those who want no moment of plenty.
public sealed interface Window {
    /// Begins anew at the start of each hour, day, ISO week (Monday) or month, in UTC, or never.
    enum Calendar implements Window {
        /// Sixty minutes from the full hour.
        HOUR,
        /// From midnight.
        DAY,
        /// From Monday, midnight.
        WEEK,
        /// From the first, midnight.
        MONTH,
        /// Never anew: a budget for a key's life.
        TOTAL;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The first millisecond of the window that holds `millis`.
        public long start(long millis) {
            return begin(millis).toInstant().toEpochMilli();
        }

        /// The first millisecond after the window that holds `millis`.
        public long end(long millis) {
            ZonedDateTime begin = begin(millis);
            ZonedDateTime end = switch (this) {
                case HOUR -> begin.plusHours(1);
                case DAY -> begin.plusDays(1);
                case WEEK -> begin.plusWeeks(1);
                case MONTH -> begin.plusMonths(1);
                case TOTAL -> begin.plusYears(10_000);
            };
            return end.toInstant().toEpochMilli();
        }

        private ZonedDateTime begin(long millis) {
            ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
            return switch (this) {
                case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
                case DAY -> time.truncatedTo(ChronoUnit.DAYS);
                case WEEK -> time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
                case TOTAL -> Instant.EPOCH.atZone(ZoneOffset.UTC);
            };
        }
    }

    /// The last so much time, at any moment.
    ///
    /// @param length whole minutes, 1 minute to 31 days. Spend counts up to a sixtieth longer than this,
    ///     never shorter
    record Rolling(Duration length) implements Window {
        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

        public Rolling {
            if (length.compareTo(Duration.ofMinutes(1)) < 0
                    || length.compareTo(Duration.ofDays(31)) > 0
                    || length.toMillis() % 60_000 != 0) {
                throw new IllegalArgumentException("a rolling window has 1 minute to 31 days, not " + length);
            }
        }

        @Override
        public String text() {
            long minutes = length.toMinutes();
            if (minutes % (24 * 60) == 0) {
                return minutes / (24 * 60) + "d";
            }
            return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
        }

        private static Rolling parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "a window is hour, day, week, month, total, or a length such as 30m, 6h or 7d, not " + text);
            }
            long amount = Long.parseLong(form.group(1));
            return new Rolling(
                    switch (form.group(2)) {
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
    }

    /// As people write it: `month`, `6h`. [#parse] reads it.
    String text();

    /// Reads `hour`, `day`, `week`, `month`, `total`, or a length in minutes, hours or days: `30m`, `6h`, `7d`.
    ///
    /// @throws IllegalArgumentException saying what is allowed
    static Window parse(String text) {
        return switch (text) {
            case "hour" -> Calendar.HOUR;
            case "day" -> Calendar.DAY;
            case "week" -> Calendar.WEEK;
            case "month" -> Calendar.MONTH;
            case "total" -> Calendar.TOTAL;
            default -> Rolling.parse(text);
        };
    }
}
