package io.aiplat.wire.form;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a header, as in `form-data; name="model"`: [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110),
/// section 5.6.6, without what readers in use disagree about.
///
/// @param value   what stands before them, in lower case
/// @param byName  in lower case
record HeaderParameters(String value, Map<String, String> byName) {
    /// Reads them.
    ///
    /// @param header what stands after the header's name and colon
    /// @throws MalformedForm if somebody else may read something else
    static HeaderParameters of(String header) throws MalformedForm {
        int end = header.indexOf(';');
        String value = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> byName = new HashMap<>();
        int at = end;
        while (at >= 0 && at < header.length()) {
            at = blanks(header, at + 1);
            if (at == header.length()) {
                break;
            }
            int equals = token(header, at);
            if (equals == at || equals == header.length() || header.charAt(equals) != '=') {
                throw disagreed();
            }
            String name = header.substring(at, equals).toLowerCase(Locale.ROOT);
            at = value(header, equals + 1, name, byName);
        }
        return new HeaderParameters(value, byName);
    }

    private static int value(String header, int from, String name, Map<String, String> byName) throws MalformedForm {
        boolean quoted = from < header.length() && header.charAt(from) == '"';
        int begin = quoted ? from + 1 : from;
        int end = quoted ? header.indexOf('"', begin) : token(header, begin);
        // Of a quote after a backslash some say that it ends the value, and others that it is a part of it.
        if (end < begin || (quoted && end > begin && header.charAt(end - 1) == '\\') || (!quoted && end == begin)) {
            throw disagreed();
        }
        if (byName.putIfAbsent(name, header.substring(begin, end)) != null) {
            throw new MalformedForm("a header says '" + name + "' twice");
        }
        int next = blanks(header, quoted ? end + 1 : end);
        if (next < header.length() && header.charAt(next) != ';') {
            throw disagreed();
        }
        return next;
    }

    private static int blanks(String header, int from) {
        int at = from;
        while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /// Where a token ends.
    static int token(String text, int from) {
        int at = from;
        while (at < text.length() && isToken(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private static MalformedForm disagreed() {
        return new MalformedForm("a header's parameters are not 'name=value' with semicolons between");
    }

    /// The value of one; null if it is not there.
    @Nullable
    String get(String name) {
        return byName.get(name);
    }
}
