package io.aiplat.wire.form;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The head of a part of a form: strictly what [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578) has, since
/// whatever else there may be is read by some and not by others.
///
/// @param isFile whether it has the name of a file
record PartHead(String name, boolean isFile) {
    private static final int LONGEST_NAME = 128;
    private static final Set<String> PLAIN_ENCODINGS = Set.of("7bit", "8bit", "binary");
    private static final Set<String> PLAIN_CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

    /// Reads it.
    ///
    /// @param head its lines, each with its end
    static PartHead of(String head) throws MalformedForm {
        String disposition = null;
        String type = null;
        int next = 0;
        for (int from = 0; from < head.length(); from = next) {
            int end = head.indexOf("\r\n", from);
            String line = head.substring(from, end < 0 ? head.length() : end);
            next = end < 0 ? head.length() : end + 2;
            int colon = HeaderParameters.token(line, 0);
            if (colon == 0 || colon == line.length() || line.charAt(colon) != ':' || hasControl(line)) {
                throw new MalformedForm("a line in the head of a field is none of 'name: value'");
            }
            String value = line.substring(colon + 1);
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> disposition = once(disposition, value);
                case "content-type" -> type = once(type, value);
                case "content-transfer-encoding" -> plain(value);
                default -> {
                    // Nobody reads more.
                }
            }
        }
        return of(HeaderParameters.of(disposition == null ? "" : disposition), type);
    }

    private static PartHead of(HeaderParameters disposition, @Nullable String type) throws MalformedForm {
        String name = disposition.get("name");
        if (name == null || !disposition.value().equals("form-data")) {
            throw new MalformedForm("a field has no name");
        }
        if (!isName(name) || disposition.get("name*") != null || name.equals("_charset_")) {
            throw new MalformedForm("a field has a name that is not of letters, digits, '_', '-', '.', '[' and ']'");
        }
        boolean file = disposition.get("filename") != null || disposition.get("filename*") != null;
        if (type != null) {
            typed(HeaderParameters.of(type), file);
        }
        return new PartHead(name, file);
    }

    private static String once(@Nullable String before, String value) throws MalformedForm {
        if (before != null) {
            throw new MalformedForm("the head of a field has a line twice");
        }
        return value;
    }

    private static void plain(String encoding) throws MalformedForm {
        if (!PLAIN_ENCODINGS.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            throw new MalformedForm("a field is encoded; send it as it is");
        }
    }

    private static void typed(HeaderParameters type, boolean file) throws MalformedForm {
        String charset = type.get("charset");
        boolean text = charset == null || PLAIN_CHARSETS.contains(charset.toLowerCase(Locale.ROOT));
        if (type.value().startsWith("multipart/") || !(file || text)) {
            throw new MalformedForm("a field is neither a file nor text in UTF-8");
        }
    }

    private static boolean hasControl(String line) {
        return line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "_-.[]".indexOf(c) >= 0);
    }
}
