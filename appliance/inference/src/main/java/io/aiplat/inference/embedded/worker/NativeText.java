package io.aiplat.inference.embedded.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/// Carries text through a native call that hands strings back as if they were Java's modified UTF-8:
/// characters beyond U+FFFF come back garbled and cut the end of the text off. Each is replaced by a
/// character of the private use area that the text does not use, and put back afterwards.
final class NativeText {
    private static final char FIRST_PRIVATE = '\uE000';
    private static final char LAST_PRIVATE = '\uF8FF';

    private final Map<Integer, Character> standIns = new LinkedHashMap<>();
    private final String encoded;
    private char next = FIRST_PRIVATE;

    /// Encodes; at most 6400 different characters beyond U+FFFF are possible, and others become U+FFFD.
    NativeText(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isSupplementaryCodePoint(c)) {
                safe.append((char) standIns.computeIfAbsent(c, _ -> unused(text)));
            } else {
                safe.appendCodePoint(c);
            }
        });
        encoded = safe.toString();
    }

    private char unused(String text) {
        while (next <= LAST_PRIVATE && text.indexOf(next) >= 0) {
            next++;
        }
        return next > LAST_PRIVATE ? '\uFFFD' : next++;
    }

    /// What the native call may see.
    String encoded() {
        return encoded;
    }

    /// Puts the characters back into what the native call returned.
    String restore(String returned) {
        String text = returned;
        for (Map.Entry<Integer, Character> standIn : standIns.entrySet()) {
            if (standIn.getValue() != '\uFFFD') {
                text = text.replace(String.valueOf(standIn.getValue()), Character.toString(standIn.getKey()));
            }
        }
        return text;
    }
}
