package io.aiplat.quality.promql.syntax;

import java.util.Locale;

/// Piece of an expression.
///
/// @param text     as it stands there; of a string what it means
/// @param position of its first character, from 0
record PromQlToken(Kind kind, String text, int position) {
    enum Kind {
        IDENTIFIER,
        NUMBER,
        DURATION,
        STRING,
        SIGN,
        END
    }

    /// Whether it is this sign.
    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /// Whether it is this word, which may be written in large letters.
    boolean isWord(String word) {
        return kind == Kind.IDENTIFIER && text.equalsIgnoreCase(word);
    }

    /// In small letters, as words of the language are compared.
    String word() {
        return text.toLowerCase(Locale.ROOT);
    }

    /// For messages.
    String shown() {
        return switch (kind) {
            case END -> "the end of the expression";
            case STRING -> "the string \"" + text + "\"";
            case IDENTIFIER, NUMBER, DURATION, SIGN -> "\"" + text + "\"";
        };
    }
}
