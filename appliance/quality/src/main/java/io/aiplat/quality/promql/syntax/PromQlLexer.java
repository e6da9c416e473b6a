package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.PromQlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lexer of PromQL.
final class PromQlLexer {
    private static final Pattern NUMBER =
            Pattern.compile("0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|[smhdwy]))+");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SIGN = Pattern.compile("=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\\[\\],@]");

    private final String text;
    private final List<PromQlToken> tokens = new ArrayList<>();
    private int at;

    private PromQlLexer(String text) {
        this.text = text;
    }

    /// The pieces of a text, of which the last is the end.
    static List<PromQlToken> read(String text) {
        PromQlLexer lexer = new PromQlLexer(text);
        while (lexer.next()) {
            // Each adds what it finds.
        }
        lexer.tokens.add(new PromQlToken(Kind.END, "", text.length()));
        return lexer.tokens;
    }

    private boolean next() {
        skip();
        if (at == text.length()) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            number();
        } else if (!take(IDENTIFIER, Kind.IDENTIFIER) && !take(SIGN, Kind.SIGN)) {
            throw PromQlException.at(at, "unexpected character \"" + c + "\"");
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean take(Pattern pattern, Kind kind) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new PromQlToken(kind, matcher.group(), at));
        at = matcher.end();
        return true;
    }

    private void number() {
        int start = at;
        for (Pattern pattern : List.of(NUMBER, DURATION)) {
            Matcher matcher = pattern.matcher(text).region(start, text.length());
            if (matcher.lookingAt() && (matcher.end() == text.length() || !isWord(text.charAt(matcher.end())))) {
                take(pattern, pattern == NUMBER ? Kind.NUMBER : Kind.DURATION);
                return;
            }
        }
        throw PromQlException.at(start, "this is neither a number nor a time such as 5m or 1h30m");
    }

    private static boolean isWord(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
    }

    private void string(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\n' && quote != '`') {
                break;
            }
            if (c == '\\' && quote != '`') {
                escape(start, value);
            } else {
                value.append(c);
            }
        }
        if (at >= text.length() || text.charAt(at) != quote) {
            throw PromQlException.at(start, "this string does not end");
        }
        at++;
        tokens.add(new PromQlToken(Kind.STRING, value.toString(), start));
    }

    /// As in [Go](https://go.dev/ref/spec#Rune_literals).
    private void escape(int start, StringBuilder value) {
        if (at == text.length()) {
            throw PromQlException.at(start, "this string does not end");
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case '\\', '"', '\'' -> value.append(c);
            case 'x' -> value.appendCodePoint(code(2, 16));
            case 'u' -> value.appendCodePoint(code(4, 16));
            case 'U' -> value.appendCodePoint(code(8, 16));
            case '0', '1', '2', '3' -> {
                at--;
                value.appendCodePoint(code(3, 8));
            }
            default -> throw PromQlException.at(at - 2, "there is no escape \"\\" + c + "\"");
        }
    }

    private int code(int digits, int radix) {
        int begin = at;
        at = Math.min(text.length(), at + digits);
        try {
            int code = Integer.parseInt(text.substring(begin, at), radix);
            if (at - begin == digits && Character.isValidCodePoint(code)) {
                return code;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw PromQlException.at(begin, "this escape needs " + digits + " digits of a character");
    }
}
