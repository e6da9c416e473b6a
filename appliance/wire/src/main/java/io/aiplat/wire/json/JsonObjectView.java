package io.aiplat.wire.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// View of a JSON object in its bytes: where each of its own members lies and what it is.
///
/// The whole document was checked, so what is cut out of it is JSON too. The bytes are shared, not copied;
/// nobody may change them while this is used. Where a name occurs more than once the last one counts, as
/// with most readers of JSON; [#duplicate()] tells.
public final class JsonObjectView {
    /// Where a member's key and value begin and end, quotes of the key left out, and its mark.
    private static final int STRIDE = 5;

    /// Marks a key with escapes.
    private static final int ESCAPED = 1;

    /// Members that any object of a document may have: a bias for each of a model's tokens would be more than any
    /// server takes, and so would the properties of a schema.
    public static final int MOST_MEMBERS = 16_384;

    /// Bytes of a member's name, anywhere in a document. Whoever reads it makes a text of it.
    public static final int LONGEST_NAME = 16_384;

    /// So many names are compared with each other; the names of more go through a hash table.
    private static final int FEW = 32;

    /// Bytes of a string that is still a word: each of some hundred characters may be an escape.
    private static final int LONGEST_WORD = 4096;

    /// So much of a name is quoted to whoever wrote it.
    private static final int QUOTED = 100;

    /// An odd number that spreads bits, from MurmurHash3.
    private static final int MIX = 0x85EBCA6B;

    /// Longer numbers than this are no integers anybody means, and slow to look at.
    private static final int LONGEST_NUMBER = 64;

    private final byte[] bytes;
    private final int begin;
    private int end;
    private int open;
    private int close;
    private int[] spans = new int[STRIDE * 12];
    private int size;
    private int values;

    private JsonObjectView(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
    }

    /// Checks a document, all of it, and notes the members of the object that it has to be.
    ///
    /// @param length how many bytes of the array it has
    /// @throws MalformedJson if it is no JSON, or no object, or has one of more than [#MOST_MEMBERS] members in it
    public static JsonObjectView scan(byte[] body, int length) throws MalformedJson {
        return scan(body, 0, length);
    }

    /// Checks a document that begins somewhere in an array.
    public static JsonObjectView scan(byte[] bytes, int offset, int length) throws MalformedJson {
        JsonObjectView found = new JsonObjectView(bytes, offset, offset + length);
        JsonScanner scanner = new JsonScanner(bytes, offset, offset + length);
        found.members(scanner);
        if (scanner.skipBlanks() != -1) {
            throw scanner.wrong("nothing after the object");
        }
        found.values = scanner.values();
        return found;
    }

    private void members(JsonScanner scanner) throws MalformedJson {
        scanner.expect('{', "an object");
        open = scanner.at();
        if (!scanner.passIf('}')) {
            do {
                scanner.member(size + 1);
                scanner.skipBlanks();
                int key = scanner.at() + 1;
                int mark = scanner.name() ? ESCAPED : 0;
                int keyEnd = scanner.at() - 1;
                scanner.expect(':', "a colon");
                scanner.skipBlanks();
                int value = scanner.at();
                scanner.value(1);
                note(key, keyEnd, value, scanner.at(), mark);
            } while (scanner.passIf(','));
            scanner.expect('}', "a comma or the end of an object");
        }
        close = scanner.at() - 1;
    }

    private void note(int key, int keyEnd, int value, int valueEnd, int mark) {
        int at = size * STRIDE;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, at * 2);
        }
        spans[at] = key;
        spans[at + 1] = keyEnd;
        spans[at + 2] = value;
        spans[at + 3] = valueEnd;
        spans[at + 4] = mark;
        size++;
    }

    /// How many values lie in it, however deep: what a tree of it costs goes by this number. Counted while it was
    /// checked.
    public int values() {
        return values;
    }

    /// Whether there is a member of this name; its value may be `null`.
    public boolean has(String name) {
        return last(name) >= 0;
    }

    /// What the member is; null if there is none.
    public @Nullable JsonKind kind(String name) {
        int member = last(name);
        return member < 0 ? null : kind(member);
    }

    /// The text of a member that is a string; null for any other, and if there is none.
    public @Nullable String text(String name) {
        int member = last(name);
        return member < 0 || kind(member) != JsonKind.STRING
                ? null
                : JsonStrings.unquote(bytes, valueBegin(member) + 1, valueEnd(member) - 1);
    }

    /// The text of a member that is a word: a string of a few characters. Null for any other, and for a string that
    /// is too long to be one, of which no text is made.
    public @Nullable String word(String name) {
        int member = last(name);
        return member < 0 || kind(member) != JsonKind.STRING || valueEnd(member) - valueBegin(member) > LONGEST_WORD
                ? null
                : JsonStrings.unquote(bytes, valueBegin(member) + 1, valueEnd(member) - 1);
    }

    /// Whether the member is `true`.
    public boolean flag(String name) {
        return kind(name) == JsonKind.TRUE;
    }

    /// The value of a member that is a whole number, however written (`3`, `3.0`, `3e0`), within a `long`.
    public OptionalLong integer(String name) {
        String digits = digits(name);
        if (digits == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    digits.length() < 18 && isPlain(digits)
                            ? Long.parseLong(digits)
                            : new BigDecimal(digits).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            // It has a fraction or does not fit, so it is no whole number as this method means it.
            return OptionalLong.empty();
        }
    }

    /// The value of a member that is a number; infinite if too large.
    public OptionalDouble number(String name) {
        String digits = digits(name);
        return digits == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(digits));
    }

    /// The bytes of the document, in an array of their own.
    public byte[] raw() {
        return Arrays.copyOfRange(bytes, begin, end);
    }

    /// The bytes of a member's value, in an array of their own; null if there is none.
    public byte @Nullable [] raw(String name) {
        int member = last(name);
        return member < 0 ? null : Arrays.copyOfRange(bytes, valueBegin(member), valueEnd(member));
    }

    /// Where a member's value begins in [#bytes()]; -1 if there is none.
    public int valueBegin(String name) {
        int member = last(name);
        return member < 0 ? -1 : valueBegin(member);
    }

    /// Where a member's value ends in [#bytes()], exclusive; -1 if there is none.
    public int valueEnd(String name) {
        int member = last(name);
        return member < 0 ? -1 : valueEnd(member);
    }

    /// A member that is an object; null for any other, and if there is none.
    public @Nullable JsonObjectView object(String name) {
        int member = last(name);
        if (member < 0 || kind(member) != JsonKind.OBJECT) {
            return null;
        }
        try {
            return scan(bytes, valueBegin(member), valueEnd(member) - valueBegin(member));
        } catch (MalformedJson e) {
            throw new IllegalStateException("the bytes were changed since they were checked", e);
        }
    }

    /// The elements of a member that is an array; empty for any other, and if there is none.
    public JsonElementCursor elements(String name) {
        int member = last(name);
        return member < 0 || kind(member) != JsonKind.ARRAY
                ? JsonElementCursor.none()
                : new JsonElementCursor(bytes, valueBegin(member), valueEnd(member));
    }

    /// The names of the members, in order, each once.
    public Set<String> names() {
        Set<String> names = LinkedHashSet.newLinkedHashSet(size);
        for (int member = 0; member < size; member++) {
            names.add(name(member));
        }
        return names;
    }

    /// A name that occurs more than once, or the beginning of a long one; null if each occurs once. No name is made
    /// a string for that but this one.
    public @Nullable String duplicate() {
        int member = size > FEW ? repeatedOfMany() : repeatedOfFew();
        if (member < 0) {
            return null;
        }
        StringUnits units = new StringUnits(bytes, keyBegin(member), keyEnd(member));
        StringBuilder name = new StringBuilder();
        int unit = units.next();
        while (unit >= 0 && name.length() < QUOTED) {
            name.append((char) unit);
            unit = units.next();
        }
        return unit < 0 ? name.toString() : name.append("...").toString();
    }

    private int repeatedOfFew() {
        for (int member = 1; member < size; member++) {
            for (int before = 0; before < member; before++) {
                if (isSameName(member, before)) {
                    return member;
                }
            }
        }
        return -1;
    }

    /// Open addressing: a place has the number of a member, plus one.
    private int repeatedOfMany() {
        int[] places = new int[Integer.highestOneBit(size) * 4];
        int seed = ThreadLocalRandom.current().nextInt();
        for (int member = 0; member < size; member++) {
            int place = hash(member, seed) & (places.length - 1);
            while (places[place] != 0) {
                if (isSameName(member, places[place] - 1)) {
                    return member;
                }
                place = (place + 1) & (places.length - 1);
            }
            places[place] = member + 1;
        }
        return -1;
    }

    /// The same for equal names, however they are written.
    ///
    /// @param seed nobody else knows it, so that nobody can choose names of one hash
    private int hash(int member, int seed) {
        StringUnits units = new StringUnits(bytes, keyBegin(member), keyEnd(member));
        int hash = seed;
        for (int unit = units.next(); unit >= 0; unit = units.next()) {
            hash = (hash ^ unit) * MIX;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    /// Names without escapes are the same exactly if their bytes are.
    private boolean isSameName(int one, int other) {
        if (!isEscaped(one) && !isEscaped(other)) {
            return Arrays.equals(bytes, keyBegin(one), keyEnd(one), bytes, keyBegin(other), keyEnd(other));
        }
        StringUnits units = new StringUnits(bytes, keyBegin(one), keyEnd(one));
        return units.areAll(new StringUnits(bytes, keyBegin(other), keyEnd(other)));
    }

    private boolean isEscaped(int member) {
        return spans[member * STRIDE + 4] == ESCAPED;
    }

    /// The array the document lies in; shared.
    public byte[] bytes() {
        return bytes;
    }

    /// Begins to change it. The bytes stay as they are; the changes make new ones.
    public JsonEdit edit() {
        return new JsonEdit(this);
    }

    /// How many members there are, those that a later one overrides included.
    public int size() {
        return size;
    }

    /// Where the document begins, blanks included.
    int begin() {
        return begin;
    }

    /// Where the document ends, blanks included; exclusive.
    int end() {
        return end;
    }

    /// After the opening brace.
    int open() {
        return open;
    }

    /// Before the closing brace.
    int close() {
        return close;
    }

    int keyBegin(int member) {
        return spans[member * STRIDE];
    }

    int keyEnd(int member) {
        return spans[member * STRIDE + 1];
    }

    int valueBegin(int member) {
        return spans[member * STRIDE + 2];
    }

    int valueEnd(int member) {
        return spans[member * STRIDE + 3];
    }

    boolean isNamed(int member, String name) {
        int from = keyBegin(member);
        int length = keyEnd(member) - from;
        if (isEscaped(member)) {
            return new StringUnits(bytes, from, from + length).areAll(name);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7F) {
                return new StringUnits(bytes, from, from + length).areAll(name);
            }
            if (i >= length || bytes[from + i] != c) {
                return false;
            }
        }
        return length == name.length();
    }

    private int last(String name) {
        int member = size - 1;
        while (member >= 0 && !isNamed(member, name)) {
            member--;
        }
        return member;
    }

    private JsonKind kind(int member) {
        return JsonKind.of(bytes[valueBegin(member)]);
    }

    private String name(int member) {
        return JsonStrings.unquote(bytes, keyBegin(member), keyEnd(member));
    }

    private @Nullable String digits(String name) {
        int member = last(name);
        if (member < 0 || kind(member) != JsonKind.NUMBER || valueEnd(member) - valueBegin(member) > LONGEST_NUMBER) {
            return null;
        }
        return new String(bytes, valueBegin(member), valueEnd(member) - valueBegin(member), StandardCharsets.US_ASCII);
    }

    private static boolean isPlain(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c != '-' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
