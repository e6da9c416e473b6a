package io.aiplat.launcher.render;

import io.aiplat.model.TransferSpeed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Amounts as a person reads them.
public final class Quantity {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private Quantity() {}

    /// Decimal units, as container engines and model libraries count: `980 B`, `1.2 GB`.
    public static String bytes(long count) {
        double amount = count;
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        String number = unit == 0 || amount >= 9.95
                ? String.format(Locale.ROOT, "%.0f", amount)
                : String.format(Locale.ROOT, "%.1f", amount);
        return number + " " + UNITS.get(unit);
    }

    /// A count of which the first two digits matter: `980`, `1.5 million`, `8.2 billion`.
    public static String count(long count) {
        if (count < 1_000_000) {
            return Long.toString(count);
        }
        boolean billions = count >= 999_500_000;
        double amount = count / (billions ? 1e9 : 1e6);
        String number = String.format(Locale.ROOT, amount >= 9.95 ? "%.0f" : "%.1f", amount);
        return number + (billions ? " billion" : " million");
    }

    /// Binary units, as drivers of GPUs count and as is printed on their boxes: `7.6 GiB`, `80 GiB`.
    public static String memory(long count) {
        double amount = count / (double) (1L << 30);
        return String.format(Locale.ROOT, amount >= 9.95 ? "%.0f GiB" : "%.1f GiB", amount);
    }

    /// `0.3 s` below a minute, `2 min 5 s` above.
    public static String time(Duration time) {
        return time.toMinutes() == 0
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /// ` 42%` with a space before it, or nothing while the whole is unknown.
    static String percent(long done, long total) {
        return total <= 0 ? "" : " " + Math.clamp((long) (done * 100.0 / total), 0, 100) + "%";
    }

    /// `, 12 MB/s, 3 min left` after a percentage; nothing where nothing is to be said of the speed.
    static String speed(TransferSpeed.@Nullable Estimate speed) {
        if (speed == null) {
            return "";
        }
        Duration left = speed.left();
        return ", " + bytes(speed.bytesPerSecond()) + "/s" + (left == null ? "" : ", " + rough(left) + " left");
    }

    /// As exact as a guess is: `40 s`, `12 min`, `2 h 5 min`.
    public static String rough(Duration time) {
        if (time.toSeconds() < 60) {
            return time.toSeconds() + " s";
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min"
                : time.toHours() + " h" + (time.toMinutesPart() == 0 ? "" : " " + time.toMinutesPart() + " min");
    }
}
