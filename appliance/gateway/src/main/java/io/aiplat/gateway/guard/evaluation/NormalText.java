package io.aiplat.gateway.guard.evaluation;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/// Unicode normalization: a text as it reads, whatever it is written with. It is NFKC (Unicode Standard Annex 15),
/// so that wide and stylized characters are plain ones, and besides: digits of all scripts are `0` to `9`, all
/// kinds of blank are one, all dashes are `-`, what cannot be seen (format and control characters, marks that do
/// not become part of a letter) is gone, and escapes of JSON, HTML and URLs are what they stand for, once. Each
/// character knows the place in the text that it came from, so that this place can be masked.
public final class NormalText implements CharSequence {
    /// Marks after one character that are looked at; more are nothing but a burden (Unicode's stream-safe text has
    /// 30).
    private static final int MOST_MARKS = 32;

    private static final byte SAME = 1;
    private static final byte OTHER = 2;
    private static final int LONGEST_ENTITY = 24;
    private static final int NOTHING = -1;

    private static final Map<String, Integer> ENTITIES = Map.ofEntries(
            Map.entry("nbsp", 0xA0),
            Map.entry("shy", 0xAD),
            Map.entry("ensp", 0x2002),
            Map.entry("emsp", 0x2003),
            Map.entry("emsp13", 0x2004),
            Map.entry("emsp14", 0x2005),
            Map.entry("numsp", 0x2007),
            Map.entry("puncsp", 0x2008),
            Map.entry("thinsp", 0x2009),
            Map.entry("hairsp", 0x200A),
            Map.entry("MediumSpace", 0x205F),
            Map.entry("ZeroWidthSpace", 0x200B),
            Map.entry("NoBreak", 0x2060),
            Map.entry("NonBreakingSpace", 0xA0),
            Map.entry("Tab", (int) '\t'),
            Map.entry("NewLine", (int) '\n'),
            Map.entry("lowbar", (int) '_'),
            Map.entry("lpar", (int) '('),
            Map.entry("rpar", (int) ')'),
            Map.entry("middot", 0xB7),
            Map.entry("zwnj", 0x200C),
            Map.entry("zwj", 0x200D),
            Map.entry("commat", (int) '@'),
            Map.entry("period", (int) '.'),
            Map.entry("colon", (int) ':'),
            Map.entry("plus", (int) '+'),
            Map.entry("sol", (int) '/'),
            Map.entry("hyphen", 0x2010),
            Map.entry("dash", 0x2010),
            Map.entry("ndash", 0x2013),
            Map.entry("mdash", 0x2014));

    /// What each character of the first plane is; 0 where nobody has asked yet. Who races finds the same.
    private static final byte[] KNOWN = new byte[1 << 16];

    private char[] text;
    private int[] begins;
    private int[] ends;
    private int length;

    private NormalText(int capacity) {
        text = new char[capacity];
        begins = new int[capacity];
        ends = new int[capacity];
    }

    /// Whether a range reads as it is written.
    public static boolean isPlain(CharSequence raw, int from, int to) {
        for (int at = from; at < to; at++) {
            char c = raw.charAt(at);
            boolean plain = c < 0x80
                    ? (c >= ' ' && c != 0x7F && !isEscape(c)) || c == '\n' || c == '\r' || c == '\t'
                    : isSame(raw, at, c);
            if (!plain && !(isEscape(c) && escape(raw, at, to) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(char c) {
        return c == '%' || c == '\\' || c == '&';
    }

    private static boolean isSame(CharSequence raw, int at, char c) {
        if (!Character.isSurrogate(c)) {
            return isSame(c);
        }
        int point = Character.isHighSurrogate(c)
                ? Character.codePointAt(raw, at)
                : at == 0 ? c : Character.codePointBefore(raw, at + 1);
        return isSame(point, Character.toString(point));
    }

    private static boolean isSame(char c) {
        byte known = KNOWN[c];
        if (known == 0) {
            known = isSame(c, String.valueOf(c)) ? SAME : OTHER;
            KNOWN[c] = known;
        }
        return known == SAME;
    }

    private static boolean isSame(int point, String text) {
        return fold(point) == point && Normalizer.isNormalized(text, Normalizer.Form.NFKC);
    }

    /// A range of a text as it reads.
    public static NormalText of(CharSequence raw, int from, int to) {
        NormalText normal = new NormalText(Math.max(16, to - from));
        int at = from;
        while (at < to) {
            at = normal.next(raw, at, to);
        }
        return normal;
    }

    /// What a range has in characters that only machines read: the tags of Unicode, which are letters and digits
    /// that nobody sees. Empty where it has none.
    static NormalText hidden(CharSequence raw, int from, int to) {
        NormalText normal = new NormalText(16);
        for (int at = from; at + 1 < to; at++) {
            int point = raw.charAt(at) == 0xDB40 ? Character.codePointAt(raw, at) : 0;
            if (point >= 0xE0020 && point < 0xE007F) {
                normal.add((char) (point - 0xE0000), at, at + 2);
            }
        }
        return normal;
    }

    private int next(CharSequence raw, int at, int to) {
        char c = raw.charAt(at);
        int end = at + 1;
        int point = c;
        if (isEscape(c)) {
            long escape = escape(raw, at, to);
            if (escape >= 0) {
                point = (int) (escape >>> 32);
                end = at + (int) escape;
            }
        } else if (Character.isHighSurrogate(c) && end < to && Character.isLowSurrogate(raw.charAt(end))) {
            point = Character.toCodePoint(c, raw.charAt(end));
            end++;
        }
        int marks = end;
        while (marks < to && raw.charAt(marks) >= 0x300 && isMark(raw.charAt(marks))) {
            marks++;
        }
        if (marks == end && (point < 0x80 || (point < 0x10000 && isSame((char) point)))) {
            int folded = fold(point);
            if (folded != NOTHING) {
                add((char) folded, at, end);
            }
            return end;
        }
        String cluster = Character.toString(point) + raw.subSequence(end, Math.min(marks, end + MOST_MARKS));
        String normal = Normalizer.normalize(cluster, Normalizer.Form.NFKC);
        for (int i = 0; i < normal.length(); ) {
            int one = normal.codePointAt(i);
            i += Character.charCount(one);
            int folded = fold(one);
            if (folded != NOTHING && Character.charCount(folded) == 1) {
                add((char) folded, at, marks);
            } else if (folded != NOTHING) {
                add(Character.highSurrogate(folded), at, marks);
                add(Character.lowSurrogate(folded), at, marks);
            }
        }
        return marks;
    }

    private void add(char c, int begin, int end) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
            begins = Arrays.copyOf(begins, length * 2);
            ends = Arrays.copyOf(ends, length * 2);
        }
        text[length] = c;
        begins[length] = begin;
        ends[length++] = end;
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /// What a character counts as; [#NOTHING] for one that nobody sees. Of numbers in circles only the numeric
    /// value says which digit they are.
    @SuppressWarnings("CharacterGetNumericValue")
    private static int fold(int point) {
        if (point < 0x80) {
            return point == '\n' || point == '\r' || point == '\t' || (point >= ' ' && point < 0x7F) ? point : NOTHING;
        }
        return switch (Character.getType(point)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> NOTHING;
            case Character.CONTROL -> point == 0x85 ? '\n' : NOTHING;
            case Character.DECIMAL_DIGIT_NUMBER -> '0' + Character.digit(point, 10);
            case Character.OTHER_NUMBER -> {
                int value = Character.getNumericValue(point);
                yield value >= 0 && value <= 9 ? '0' + value : point;
            }
            case Character.SPACE_SEPARATOR -> ' ';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
            case Character.DASH_PUNCTUATION -> '-';
            default -> foldOther(point);
        };
    }

    private static int foldOther(int point) {
        return switch (point) {
            case 0x115F, 0x1160, 0x3164, 0xFFA0 -> NOTHING;
            case 0x2800 -> ' ';
            case 0x2212, 0x2043 -> '-';
            case 0x3002 -> '.';
            default -> point;
        };
    }

    /// The character that an escape stands for and, in the lower half, how long the escape is; -1 if it is none.
    private static long escape(CharSequence raw, int at, int to) {
        return switch (raw.charAt(at)) {
            case '%' -> percent(raw, at, to);
            case '\\' -> backslash(raw, at, to);
            case '&' -> entity(raw, at, to);
            default -> -1;
        };
    }

    /// A character of a URL: its bytes in UTF-8, each in two digits.
    private static long percent(CharSequence raw, int at, int to) {
        int first = octet(raw, at, to);
        if (first < 0xC2) {
            return first < ' ' || first > '~' ? -1 : found(first, 3);
        }
        int more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        int point = first & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            int next = octet(raw, at + 3 * i, to);
            if (next >> 6 != 2) {
                return -1;
            }
            point = point << 6 | (next & 0x3F);
        }
        return isCharacter(point) ? found(point, 3 * (more + 1)) : -1;
    }

    private static int octet(CharSequence raw, int at, int to) {
        return at + 3 > to || raw.charAt(at) != '%' ? -1 : number(raw, at + 1, at + 3, 16);
    }

    /// As JSON has it, and besides what other languages make of it: `\\x40` and `\\u{40}`.
    private static long backslash(CharSequence raw, int at, int to) {
        char letter = at + 4 > to ? ' ' : (char) (raw.charAt(at + 1) | 0x20);
        if (letter == 'x') {
            int value = number(raw, at + 2, at + 4, 16);
            return value < ' ' || value > '~' ? -1 : found(value, 4);
        }
        if (letter != 'u') {
            return -1;
        }
        if (raw.charAt(at + 2) == '{') {
            int end = at + 3;
            while (end < to && end < at + LONGEST_ENTITY && raw.charAt(end) != '}') {
                end++;
            }
            boolean closed = end < to && raw.charAt(end) == '}';
            int value = closed ? number(raw, at + 3, end, 16) : -1;
            return isCharacter(value) ? found(value, end + 1 - at) : -1;
        }
        int value = unit(raw, at, to);
        if (value < 0 || !Character.isSurrogate((char) value)) {
            return value < 0 ? -1 : found(value, 6);
        }
        int low = unit(raw, at + 6, to);
        boolean pair = low >= 0 && Character.isSurrogatePair((char) value, (char) low);
        return pair ? found(Character.toCodePoint((char) value, (char) low), 12) : -1;
    }

    private static int unit(CharSequence raw, int at, int to) {
        boolean unicode = at + 6 <= to && raw.charAt(at) == '\\' && (raw.charAt(at + 1) | 0x20) == 'u';
        return unicode ? number(raw, at + 2, at + 6, 16) : -1;
    }

    private static boolean isCharacter(int point) {
        return point > 0 && Character.isValidCodePoint(point) && !(point >> 11 == 0x1B);
    }

    private static long entity(CharSequence raw, int at, int to) {
        int end = at + 1;
        while (end < to && end < at + LONGEST_ENTITY && raw.charAt(end) != ';') {
            end++;
        }
        if (end == to || end == at + LONGEST_ENTITY || end < at + 3) {
            return -1;
        }
        if (raw.charAt(at + 1) != '#') {
            Integer named = ENTITIES.get(raw.subSequence(at + 1, end).toString());
            return named == null ? -1 : found(named, end + 1 - at);
        }
        boolean hex = (raw.charAt(at + 2) | 0x20) == 'x';
        int digits = at + (hex ? 3 : 2);
        while (digits < end - 1 && raw.charAt(digits) == '0') {
            digits++;
        }
        int value = number(raw, digits, end, hex ? 16 : 10);
        return isCharacter(value) ? found(value, end + 1 - at) : -1;
    }

    private static long found(int point, int length) {
        return (long) point << 32 | length;
    }

    private static int number(CharSequence raw, int from, int to, int radix) {
        int value = from < to && to - from < 8 ? 0 : -1;
        for (int at = from; at < to && value >= 0; at++) {
            char c = raw.charAt(at);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            value = digit < 0 ? -1 : value * radix + digit;
        }
        return value;
    }

    /// What a find in this text is in the text that it was made of.
    EntityMatch origin(EntityMatch found) {
        return new EntityMatch(begins[found.begin()], ends[found.end() - 1], found.kind());
    }

    /// Where a character came from.
    public int origin(int index) {
        return begins[index];
    }

    /// The first character that came from this place of the text or from behind it.
    int first(int origin) {
        int at = Arrays.binarySearch(begins, 0, length, origin);
        int place = at < 0 ? -at - 1 : at;
        while (place > 0 && begins[place - 1] == origin) {
            place--;
        }
        return place;
    }

    @Override
    public char charAt(int index) {
        return text[index];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public CharSequence subSequence(int begin, int end) {
        return new String(text, begin, end - begin);
    }

    @Override
    public String toString() {
        return new String(text, 0, length);
    }
}
