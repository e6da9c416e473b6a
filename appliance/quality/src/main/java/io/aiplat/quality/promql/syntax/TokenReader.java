package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.PromQlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the pieces of an expression one by one.
final class TokenReader {
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|[smhdwy])");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private final List<PromQlToken> tokens;
    private int at;

    TokenReader(List<PromQlToken> tokens) {
        this.tokens = tokens;
    }

    /// The next one, which stays.
    PromQlToken peek() {
        return tokens.get(at);
    }

    /// The one after the next, which stays.
    PromQlToken second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /// The next one.
    PromQlToken take() {
        PromQlToken token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /// Takes the next one if it is this sign.
    boolean skip(String sign) {
        if (peek().is(sign)) {
            take();
            return true;
        }
        return false;
    }

    /// Takes the next one if it is this word.
    boolean skipWord(String word) {
        if (peek().isWord(word)) {
            take();
            return true;
        }
        return false;
    }

    /// Takes this sign.
    ///
    /// @throws PromQlException if there is something else
    void expect(String sign) {
        if (!skip(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
    }

    /// What to say of the next one.
    ///
    /// @param wanted what should stand there
    PromQlException unexpected(String wanted) {
        return PromQlException.at(peek().position(), "there is " + peek().shown() + " in place of " + wanted);
    }

    /// Takes a name of a label.
    String label() {
        if (peek().kind() != Kind.IDENTIFIER || !LABEL.matcher(peek().text()).matches()) {
            throw unexpected("the name of a label");
        }
        return take().text();
    }

    /// Takes names of labels in parentheses.
    List<String> labels() {
        expect("(");
        List<String> labels = new ArrayList<>();
        while (!skip(")")) {
            labels.add(label());
            if (!skip(",") && !peek().is(")")) {
                throw unexpected("\",\" or \")\"");
            }
        }
        return labels;
    }

    /// Takes a string.
    String string() {
        if (peek().kind() != Kind.STRING) {
            throw unexpected("a string");
        }
        return take().text();
    }

    /// Takes a time such as `1h30m`: larger units first, each once.
    ///
    /// @return milliseconds, more than 0
    long duration() {
        PromQlToken token = peek();
        if (token.kind() != Kind.DURATION) {
            throw unexpected("a time such as 5m");
        }
        take();
        long millis = 0;
        int smallest = -1;
        Matcher part = PART.matcher(token.text());
        while (part.find()) {
            int unit = UNITS.indexOf(part.group(2));
            if (unit <= smallest || part.group(1).length() > 8) {
                throw PromQlException.at(token.position(), "this is no time: write it as 1h30m, larger units first");
            }
            smallest = unit;
            millis += Long.parseLong(part.group(1)) * MILLIS[unit];
        }
        if (millis == 0 || millis > 100 * MILLIS[0]) {
            throw PromQlException.at(token.position(), "a time is more than 0 and at most 100 years");
        }
        return millis;
    }
}
