package io.aiplat.quality.alert.rule;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Length of time as Prometheus writes it: `5m`, `1h30m`, `0`. A year has 365 days, a week seven.
public final class PrometheusTime {
    private static final Pattern FORM = Pattern.compile("(?:([0-9]{1,3})y)?(?:([0-9]{1,5})w)?(?:([0-9]{1,6})d)?"
            + "(?:([0-9]{1,7})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,10})s)?(?:([0-9]{1,12})ms)?");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private PrometheusTime() {}

    /// Reads one.
    ///
    /// @throws IllegalArgumentException with what follows the text in a sentence
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher m = FORM.matcher(text);
        if (text.isEmpty() || !m.matches()) {
            throw new IllegalArgumentException("is no time.");
        }
        long millis = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            String amount = m.group(i + 1);
            if (amount != null) {
                millis += Long.parseLong(amount) * MILLIS[i];
            }
        }
        return Duration.ofMillis(millis);
    }
}
