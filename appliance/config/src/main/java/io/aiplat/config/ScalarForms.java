package io.aiplat.config;

import io.aiplat.model.Secret;
import io.aiplat.model.SpellingSuggestion;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The ways of writing a value of one word.
public final class ScalarForms {
    /// As long as the name of a model that a key may use.
    private static final int MOST_NAME = 256;
    private static final int MOST_URL = 2048;
    /// What is longer cannot be counted in nanoseconds together with others.
    private static final Duration LONGEST = Duration.ofDays(365);
    /// Any text that is not blank.
    public static final ValueForm<String> TEXT = new ScalarForm<>("text", (text, _) -> {
        check(!text.isBlank(), "is empty.");
        return text;
    });
    private static final long LARGEST = 1L << 44;
    private static final Pattern SIZES = Pattern.compile("([1-9][0-9]{0,7}) ?(MiB|GiB)");
    /// A name that clients, logs and headers can tell from others.
    public static final ValueForm<String> NAME =
            new ScalarForm<>("a name of at most " + MOST_NAME + " characters", (text, _) -> {
                checkName(text);
                return text;
            });
    /// A secret.
    public static final ValueForm<Secret> SECRET =
            new ScalarForm<>("a secret, best as `${env:NAME}` or `${file:path}`", (text, _) -> {
                check(!text.isBlank(), "is empty.");
                return new Secret(text);
            });
    /// `true` or `false`.
    public static final ValueForm<Boolean> YES_NO =
            new ScalarForm<>("true or false", List.of("true", "false"), (text, _) -> {
                check(text.equals("true") || text.equals("false"), "is neither true nor false.");
                return text.equals("true");
            });
    /// An IP address, or `localhost`.
    public static final ValueForm<String> ADDRESS =
            new ScalarForm<>("an IP address of this machine, or localhost", (text, _) -> {
                if (!text.equals("localhost")) {
                    try {
                        String written = InetAddress.ofLiteral(text).getHostAddress();
                        // 127.1 is 127.0.0.1 to some programs and a name to others.
                        check(text.contains(":") == written.contains(":"), "is written " + written + ".");
                        check(text.contains(":") || text.equals(written), "is written " + written + " in full.");
                        check(text.indexOf('[') < 0 && text.indexOf('%') < 0, "is no IP address by itself.");
                    } catch (IllegalArgumentException e) {
                        throw ours(e) ? e : new IllegalArgumentException("is no IP address.", e);
                    }
                }
                return text;
            });
    /// An http or https address, without user, query and fragment.
    public static final ValueForm<URI> URL = new ScalarForm<>("an http or https address", (text, _) -> url(text));
    /// A folder, relative to the file.
    public static final ValueForm<Path> FOLDER = new ScalarForm<>(
            "a folder, relative to this file",
            (text, reading) -> reading.source().resolve(text));
    /// A length of time.
    public static final ValueForm<Duration> TIME =
            new ScalarForm<>("a time as 500ms, 90s, 10m, 1h or 1d, at most 365d", (text, _) -> time(text));
    /// A decimal number, not negative.
    public static final ValueForm<BigDecimal> AMOUNT =
            new ScalarForm<>("an amount as 0.15, not negative", (text, _) -> amount(text));
    /// A size in bytes, as MiB or GiB.
    public static final ValueForm<Long> SIZE =
            new ScalarForm<>("a size as 64 MiB or 1 GiB, at most 16384 GiB", (text, _) -> {
                Matcher m = SIZES.matcher(text);
                check(m.matches(), "is no size.");
                long amount = Long.parseLong(m.group(1));
                long size = m.group(2).equals("GiB") ? amount << 30 : amount << 20;
                check(size <= LARGEST, "is more than " + (LARGEST >> 30) + " GiB.");
                return size;
            });
    /// A regular expression.
    public static final ValueForm<Pattern> PATTERN = new ScalarForm<>("a regular expression", (text, _) -> {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is no regular expression: " + e.getDescription() + ".", e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("has too many brackets in one another.", e);
        }
    });

    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

    private ScalarForms() {}

    /// A whole number between two bounds, both included.
    public static ValueForm<Integer> number(int least, int most) {
        String words = most == Integer.MAX_VALUE
                ? "a whole number of at least " + least
                : "a whole number, " + least + " to " + most;
        return new ScalarForm<>(words, (text, _) -> {
            // 010 is eight in the YAML of old, and ten in that of today.
            check(text.matches("-?(0|[1-9][0-9_]{0,12})"), "is no whole number.");
            long number = Long.parseLong(text.replace("_", ""));
            check(number >= least, "is less than " + least + ".");
            check(number <= most, "is more than " + most + ".");
            return (int) number;
        });
    }

    /// One of the words of an enumeration.
    public static <E extends Enum<E>> ValueForm<E> choice(Class<E> type, Function<E, String> word) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        List<String> words = constants.stream().map(word).toList();
        return new ScalarForm<>("one of " + String.join(", ", words), words, (text, _) -> {
            int index = words.indexOf(text);
            check(index >= 0, "is none of them" + SpellingSuggestion.hint(text, words));
            return constants.get(index);
        });
    }

    /// A decimal number of at most twelve digits before and after its point, not negative.
    ///
    /// @throws IllegalArgumentException with what follows the text in a sentence
    public static BigDecimal amount(String text) {
        check(text.matches("[0-9]{1,12}([.][0-9]{1,12})?([eE]-?[0-9]{1,2})?"), "is no amount.");
        return new BigDecimal(text);
    }

    private static URI url(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = List.of("http", "https").contains(String.valueOf(uri.getScheme()));
            check(web && uri.getHost() != null, "is no http or https address.");
            check(uri.getRawQuery() == null && uri.getRawFragment() == null, "has a part after ? or #.");
            check(uri.getRawUserInfo() == null, "holds a user; a key belongs into `key` or `headers`.");
            check(
                    uri.getPort() == -1 ? !uri.getRawAuthority().endsWith(":") : isPort(uri.getPort()),
                    "has a port that is not 1 to 65535.");
            check(text.length() <= MOST_URL, "has more than " + MOST_URL + " characters.");
            check(text.chars().allMatch(c -> c < 127), "has letters that are to be written as %XX.");
            return uri;
        } catch (IllegalArgumentException e) {
            throw ours(e) ? e : new IllegalArgumentException("is no http or https address.", e);
        }
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    private static boolean ours(IllegalArgumentException e) {
        return e.getCause() == null && String.valueOf(e.getMessage()).endsWith(".");
    }

    /// Refuses a name that clients, logs and headers could not tell from another.
    ///
    /// @throws IllegalArgumentException with what follows the name in a sentence
    public static void checkName(String text) {
        check(!text.isBlank(), "is empty.");
        check(text.length() <= MOST_NAME, "has more than " + MOST_NAME + " characters.");
        check(text.equals(text.strip()), "begins or ends with a blank.");
        check(text.codePoints().noneMatch(HiddenCharacters::isHidden), "has characters that cannot be seen.");
    }

    /// A time as 500ms, 90s, 10m, 1h or 1d, at most a year.
    ///
    /// @throws IllegalArgumentException with what follows the text in a sentence
    public static Duration time(String text) {
        Matcher m = LENGTH.matcher(text);
        check(m.matches(), "is no time.");
        long amount = Long.parseLong(m.group(1));
        Duration time = switch (m.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        check(time.compareTo(LONGEST) <= 0, "is more than " + LONGEST.toDays() + "d.");
        return time;
    }

    private static void check(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }
}
