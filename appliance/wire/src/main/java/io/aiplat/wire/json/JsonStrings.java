package io.aiplat.wire.json;

import io.aiplat.wire.WriteBuffer;
import java.nio.charset.StandardCharsets;

/// Codec of JSON strings: to text and back.
public final class JsonStrings {
    private JsonStrings() {}

    /// Text as a JSON string in UTF-8, quotes included. Lone surrogates, which UTF-8 cannot say, are escaped.
    public static byte[] quote(String text) {
        WriteBuffer out = new WriteBuffer(text.length() + 2);
        quote(text, out);
        return out.copy();
    }

    /// Appends text as a JSON string, quotes included.
    public static void quote(String text, WriteBuffer out) {
        out.put('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !isLoneSurrogate(text, i)) {
                continue;
            }
            out.utf8(text.substring(plain, i));
            escape(c, out);
            plain = i + 1;
        }
        out.utf8(text.substring(plain)).put('"');
    }

    /// The text of a JSON string that was checked.
    ///
    /// @param from after the first quote
    /// @param to   before the last
    public static String unquote(byte[] bytes, int from, int to) {
        int backslash = next(bytes, from, to);
        if (backslash == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        while (backslash < to) {
            text.append(new String(bytes, plain, backslash - plain, StandardCharsets.UTF_8));
            plain = unescape(bytes, backslash + 1, text);
            backslash = next(bytes, plain, to);
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    private static int next(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int unescape(byte[] bytes, int at, StringBuilder text) {
        switch (bytes[at]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                String digits = new String(bytes, at + 1, 4, StandardCharsets.US_ASCII);
                text.append((char) Integer.parseInt(digits, 16));
                return at + 5;
            }
            default -> text.append((char) bytes[at]);
        }
        return at + 1;
    }

    private static void escape(char c, WriteBuffer out) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.put(Character.forDigit((c >> shift) & 0xF, 16));
                }
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
