package io.aiplat.config.kustomize;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Part of a manifest: its fields and items can be changed, its words cannot. A word keeps the letters it was written
/// with, because names and keys are compared by these.
sealed interface ManifestTree {
    /// A copy that shares nothing that can be changed.
    ManifestTree copy();

    /// As JSON has it: maps, lists, texts, numbers, truth and null.
    @Nullable
    Object plain();

    /// One word or text.
    ///
    /// @param quoted whether it is written in quotes or as a block, which what takes its place keeps
    record Word(String text, Form form, boolean quoted) implements ManifestTree {
        private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
        private static final Pattern BASED = Pattern.compile("([-+]?)0([xX][0-9a-fA-F]+|[oO]?[0-7]+|[bB][01]+)");
        private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

        private static final Pattern MOMENT =
                Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:(?:[Tt](?=.*(?:Z|[-+]..:..)$)| (?!.*[-+Z]))"
                        + "(\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(Z|[-+]\\d{2}:\\d{2})?)?");

        /// How a word is read.
        enum Form {
            TEXT,
            WHOLE,
            DECIMAL,
            TRUTH,
            MOMENT,
            NOTHING
        }

        /// A text, whatever it looks like.
        static Word of(String text) {
            return new Word(text, Form.TEXT, text.isEmpty() || form(text) != Form.TEXT);
        }

        /// A text in quotes.
        static Word quoted(String text) {
            return new Word(text, Form.TEXT, true);
        }

        /// A word without quotes, read as Go's library for YAML reads it: 1.2, with the octal numbers of 1.1.
        static Word written(String text) {
            return new Word(text, form(text), false);
        }

        private static Form form(String text) {
            return switch (text) {
                case "", "~", "null", "Null", "NULL" -> Form.NOTHING;
                case "true", "True", "TRUE", "false", "False", "FALSE" -> Form.TRUTH;
                default -> {
                    String digits = text.replace("_", "");
                    char first = text.charAt(0);
                    boolean number = first == '+' || first == '-' || Character.isDigit(first);
                    if (number && whole(digits)) {
                        yield Form.WHOLE;
                    }
                    if ((number || first == '.') && DECIMAL.matcher(digits).matches()) {
                        yield Form.DECIMAL;
                    }
                    yield number && moment(text) != null ? Form.MOMENT : Form.TEXT;
                }
            };
        }

        /// Go's library takes what looks like a date for one, and writes it as RFC 3339; null for what does not.
        private static @Nullable String moment(String text) {
            Matcher date = MOMENT.matcher(text);
            if (!date.matches()) {
                return null;
            }
            String time = date.group(4) == null ? "00:00:00" : date.group(4);
            String zone = date.group(5) == null ? "Z" : date.group(5);
            try {
                int month = Integer.parseInt(date.group(2));
                int day = Integer.parseInt(date.group(3));
                String whole = "%s-%02d-%02dT%s%s".formatted(date.group(1), month, day, time, zone);
                return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.parse(whole));
            } catch (DateTimeException _) {
                return null;
            }
        }

        private static boolean whole(String digits) {
            return (WHOLE.matcher(digits).matches() || BASED.matcher(digits).matches())
                    && number(digits).bitLength() <= Long.SIZE;
        }

        private static BigInteger number(String digits) {
            if (WHOLE.matcher(digits).matches()) {
                return new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
            }
            boolean minus = digits.startsWith("-");
            String rest = digits.replaceFirst("^[-+]?0", "");
            int base = switch (rest.charAt(0)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                default -> 8;
            };
            BigInteger value = new BigInteger(Character.isDigit(rest.charAt(0)) ? rest : rest.substring(1), base);
            return minus ? value.negate() : value;
        }

        @Override
        public ManifestTree copy() {
            return this;
        }

        @Override
        public @Nullable Object plain() {
            return switch (form) {
                case TEXT -> text;
                case MOMENT -> moment(text);
                case TRUTH -> text.toLowerCase(Locale.ROOT).equals("true");
                case NOTHING -> null;
                case WHOLE -> narrowed(number(text.replace("_", "")));
                case DECIMAL -> decimal(Double.parseDouble(text.replace("_", "")));
            };
        }

        private static Object narrowed(BigInteger value) {
            return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }

        /// JSON has one kind of number; what has no fraction is written without one.
        private static Object decimal(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : value;
        }
    }

    /// Names with a value each, in the order of the document.
    final class Fields implements ManifestTree {
        private final Map<String, ManifestTree> all = new LinkedHashMap<>();

        Map<String, ManifestTree> all() {
            return all;
        }

        @Nullable
        ManifestTree get(String name) {
            return all.get(name);
        }

        void put(String name, ManifestTree value) {
            all.put(name, value);
        }

        void remove(String name) {
            all.remove(name);
        }

        /// The text of a word; empty where there is none.
        String text(String name) {
            return all.get(name) instanceof Word word && word.form() != Word.Form.NOTHING ? word.text() : "";
        }

        /// The fields of that name; null where it has none.
        @Nullable
        Fields fields(String name) {
            return all.get(name) instanceof Fields fields ? fields : null;
        }

        /// The fields of that name, made where there are none.
        Fields made(String name) {
            Fields there = fields(name);
            if (there == null) {
                there = new Fields();
                all.put(name, there);
            }
            return there;
        }

        @Override
        public Fields copy() {
            Fields copy = new Fields();
            all.forEach((name, value) -> copy.put(name, value.copy()));
            return copy;
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            all.forEach((name, value) -> plain.put(name, value.plain()));
            return plain;
        }
    }

    /// A list.
    final class Items implements ManifestTree {
        private final List<ManifestTree> all = new ArrayList<>();

        List<ManifestTree> all() {
            return all;
        }

        @Override
        public Items copy() {
            Items copy = new Items();
            all.forEach(item -> copy.all.add(item.copy()));
            return copy;
        }

        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            all.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    } /// Whether there is nothing in it, for an item of a list.

    static boolean isEmpty(@Nullable ManifestTree tree) {
        return isNothing(tree) || (tree instanceof Fields fields && fields.all().isEmpty());
    }

    /// Whether there is nothing, or nothing written.
    static boolean isNothing(@Nullable ManifestTree tree) {
        return tree == null || (tree instanceof Word word && word.form() == Word.Form.NOTHING);
    }
}
