package io.aiplat.quality.promql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Regular expression that has to match all of a text, as those of PromQL do. Prometheus' own engine takes time by the
/// length of a text only; Java's may take longer than anybody waits, so the characters that it looks at are counted.
public final class AnchoredPattern {
    private static final int STEPS = 200_000;

    private final String text;
    private final Pattern pattern;

    private AnchoredPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /// Reads one, in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax) as far as Java's has it as well.
    ///
    /// @throws PromQlException if it is none
    public static AnchoredPattern of(String text) {
        for (String beyond : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
            if (text.contains(beyond)) {
                throw new PromQlException("The regular expression \"" + text + "\" has " + beyond
                        + ", which Prometheus' regular expressions do not know.");
            }
        }
        try {
            return new AnchoredPattern(text, Pattern.compile(text.replace("(?P<", "(?<"), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new PromQlException(
                    "The regular expression \"" + text + "\" cannot be read: " + e.getDescription() + ".");
        }
    }

    /// Whether it matches all of a text.
    ///
    /// @throws PromQlException if that takes too long to say
    public boolean matches(String value) {
        return matcher(value) != null;
    }

    /// What it matches; null where it does not match all of a text.
    ///
    /// @throws PromQlException if that takes too long to say
    public @Nullable Matcher matcher(String value) {
        Matcher matcher = pattern.matcher(new CountedText(value));
        try {
            return matcher.matches() ? matcher : null;
        } catch (StackOverflowError e) {
            throw tooLong();
        }
    }

    private PromQlException tooLong() {
        return new PromQlException(
                PromQlException.Cause.TIMEOUT,
                "The regular expression \"" + text + "\" takes too long. One with fewer * and + inside of another"
                        + " is quicker.");
    }

    @Override
    public String toString() {
        return text;
    }

    /// Text that is looked at so often and no more.
    private final class CountedText implements CharSequence {
        private final String value;
        private int looks;

        CountedText(String value) {
            this.value = value;
        }

        @Override
        public int length() {
            return value.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > STEPS) {
                throw tooLong();
            }
            return value.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return value.subSequence(start, end);
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
