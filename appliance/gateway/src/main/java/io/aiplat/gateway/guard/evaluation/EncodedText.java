package io.aiplat.gateway.guard.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A string that is base64, alone or in a data URL (RFC 2397).
///
/// @param head    what stands before the base64: `data:text/plain;base64,`, or nothing
/// @param text    what it decodes to; null if that is no text
/// @param charset of the text
/// @param file    whether it certainly is a file of another kind
public record EncodedText(String head, @Nullable String text, Charset charset, boolean file) {
    private static final int LONGEST_HEAD = 512;

    /// Characters of a string that is no file and may be base64 all the same.
    private static final int SHORTEST = 16;

    /// Characters of base64 that say what it is.
    private static final int SAMPLE = 1024;

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})", Pattern.CASE_INSENSITIVE);

    /// How files of pictures, recordings, films, documents and archives begin.
    private static final String[] FILES = {
        "\u0089PNG",
        "\u00ff\u00d8\u00ff",
        "GIF8",
        "RIFF",
        "%PDF",
        "PK\u0003\u0004",
        "ID3",
        "OggS",
        "fLaC",
        "\u00ff\u00fb",
        "\u00ff\u00f3",
        "\u00ff\u00f1",
        "II*\u0000",
        "MM\u0000*",
        "\u001aE\u00df\u00a3",
        "\u001f\u008b",
        "BM"
    };

    /// Looks at a string.
    ///
    /// @param mayBeFile whether the field is one for files
    /// @return null if it is no base64
    public static @Nullable EncodedText of(String text, boolean mayBeFile) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) <= ' ') {
            begin++;
        }
        String head = "";
        if (text.regionMatches(true, begin, "data:", 0, 5)) {
            int comma = text.indexOf(',', begin);
            if (comma < 0 || comma > begin + LONGEST_HEAD) {
                return null;
            }
            head = text.substring(0, comma + 1);
            if (!head.toLowerCase(Locale.ROOT).replace(" ", "").endsWith(";base64,")) {
                return null;
            }
        } else if (text.length() < SHORTEST || !(mayBeFile ? isLikeBase64(text) : isBase64(text))) {
            return null;
        }
        return decoded(head, text, mayBeFile);
    }

    /// Takes a run of base64 in a longer text, and what it decodes to.
    @FunctionalInterface
    interface Runs {
        void run(int begin, int end, String text);
    }

    /// Finds base64 that decodes to text in a longer text.
    static void runs(String text, int from, Runs runs) {
        int begin = from;
        for (int at = from; at <= text.length(); at++) {
            if (at < text.length() && value(text.charAt(at)) >= 0) {
                continue;
            }
            if (at - begin >= SHORTEST) {
                String decoded = run(text, begin, at);
                if (decoded != null) {
                    runs.run(begin, at, decoded);
                }
            }
            begin = at + 1;
        }
    }

    private static @Nullable String run(String text, int begin, int end) {
        boolean whole = end - begin <= SAMPLE;
        byte[] sample = decode(text, begin, whole ? end : begin + SAMPLE);
        Charset charset = charset(sample, null, !whole);
        if (charset == null) {
            return null;
        }
        return new String(whole ? sample : decode(text, begin, end), charset);
    }

    private static @Nullable EncodedText decoded(String head, String text, boolean mayBeFile) {
        byte[] sample = decode(text, head.length(), Math.min(text.length(), head.length() + SAMPLE));
        boolean whole = text.length() - head.length() <= SAMPLE;
        String begins = new String(sample, StandardCharsets.ISO_8859_1);
        boolean known = Arrays.stream(FILES).anyMatch(begins::startsWith) || begins.startsWith("ftyp", 4);
        Charset declared = charset(head);
        Charset charset = charset(sample, declared, !whole);
        if (charset == null && isReadable(head)) {
            charset = StandardCharsets.ISO_8859_1;
        }
        if (charset == null) {
            return new EncodedText(head, null, StandardCharsets.UTF_8, mayBeFile && (known || !head.isEmpty()));
        }
        byte[] all = whole ? sample : decode(text, head.length(), text.length());
        Charset of = whole ? charset : charset(all, declared, false);
        if (of == null) {
            // It begins like a text and goes on like something else: then it is read byte by byte.
            of = StandardCharsets.ISO_8859_1;
        }
        return new EncodedText(head, new String(all, of), of, false);
    }

    /// The string with another text in it.
    public String with(String passedHead, String passedText) {
        return passedHead + Base64.getEncoder().encodeToString(passedText.getBytes(charset));
    }

    private static boolean isReadable(String head) {
        String type = head.toLowerCase(Locale.ROOT);
        return type.contains("data:text/")
                || type.contains("json")
                || type.contains("xml")
                || type.contains("yaml")
                || type.contains("csv")
                || type.contains("javascript");
    }

    private static boolean isBase64(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (value(text.charAt(at)) < 0 && "=\r\n".indexOf(text.charAt(at)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Readers pass over what does not belong there, but a text has blanks all over.
    private static boolean isLikeBase64(String text) {
        int others = 0;
        for (int at = 0; at < text.length(); at++) {
            others += value(text.charAt(at)) < 0 && text.charAt(at) > ' ' && text.charAt(at) != '=' ? 1 : 0;
        }
        return others * 16 < text.length() && !text.contains("://") && text.indexOf(' ') < 0;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    /// Both alphabets; what belongs to neither is passed over, as most readers do.
    private static byte[] decode(String text, int from, int to) {
        byte[] out = new byte[(to - from) / 4 * 3 + 3];
        int length = 0;
        int bits = 0;
        int count = 0;
        for (int at = from; at < to; at++) {
            int value = value(text.charAt(at));
            if (value >= 0) {
                bits = bits << 6 | value;
                count += 6;
                if (count >= 8) {
                    count -= 8;
                    out[length++] = (byte) (bits >> count);
                }
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static @Nullable Charset charset(String head) {
        Matcher named = CHARSET.matcher(head);
        try {
            return named.find() ? Charset.forName(named.group(1)) : null;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return null;
        }
    }

    /// In which charset bytes are a text.
    ///
    /// @param cut whether the last characters may be half there
    /// @return null if in none
    private static @Nullable Charset charset(byte[] bytes, @Nullable Charset declared, boolean cut) {
        if (declared != null && declared.canEncode() && isText(bytes, declared, cut)) {
            return declared;
        }
        if (isText(bytes, StandardCharsets.UTF_8, cut)) {
            return StandardCharsets.UTF_8;
        }
        for (Charset wide : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            if (isWide(bytes, wide.equals(StandardCharsets.UTF_16LE) ? 1 : 0) && isText(bytes, wide, cut)) {
                return wide;
            }
        }
        return null;
    }

    /// Whether every second byte says that the characters are Latin ones, mostly.
    private static boolean isWide(byte[] bytes, int high) {
        int zeros = 0;
        for (int at = high; at < bytes.length; at += 2) {
            zeros += bytes[at] == 0 ? 1 : 0;
        }
        return bytes.length >= 4 && zeros * 4 > bytes.length;
    }

    private static boolean isText(byte[] bytes, Charset charset, boolean cut) {
        int most = cut ? 4 : 1;
        for (int less = 0; less < most && less < bytes.length; less++) {
            try {
                CharSequence text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, bytes.length - less));
                return isText(text);
            } catch (CharacterCodingException _) {
                // Perhaps the last character is only half there.
            }
        }
        return false;
    }

    private static boolean isText(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' && "\t\n\r\f\u001b".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
