package io.aiplat.gateway.guard;

import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.wire.json.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Goes through everything in a JSON document that a model may read - names of members, strings and numbers - in
/// the order of their bytes, in one pass, and says of each what field it is by a [FieldTable].
final class FieldWalk {
    /// What stands at the present place.
    enum Token {
        NAME,
        STRING,
        NUMBER
    }

    /// Members whose texts a model reads as one with those of other parts.
    private static final Set<String> SAID =
            Set.of("content", "text", "refusal", "thinking", "reasoning", "reasoning_content", "output");

    private static final int USUAL_DEPTH = 16;
    private static final String ROLE = "role";

    /// As each of its letters may be an escape.
    private static final int LONGEST_ROLE = 64;

    private final byte[] bytes;
    private final int to;
    private final @Nullable FieldTable table;
    private int at;

    /// How many objects and arrays the present place lies in; those are numbered from 1. Of each: what it is, and
    /// for an
    /// object the member whose value is next.
    private int depth;

    private boolean[] arrays = new boolean[USUAL_DEPTH];
    private FieldKind[] kinds = new FieldKind[USUAL_DEPTH];
    private String[] names = new String[USUAL_DEPTH];
    private FieldKind[] values = new FieldKind[USUAL_DEPTH];
    private boolean[] named = new boolean[USUAL_DEPTH];

    private int begin;
    private int end;
    private Token token = Token.NAME;
    private FieldKind kind = FieldKind.FREE;

    /// Texts of one group are read as one: the turns of one role that follow each other.
    private int groups;

    private String role = "";

    /// @param from  of a value that was checked before
    /// @param table of the object that this is; null where it is any value, and all in it is people's own
    FieldWalk(byte[] bytes, int from, int to, @Nullable FieldTable table) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
        this.table = table;
        kinds[0] = FieldKind.FREE;
        names[0] = "";
    }

    /// Goes on to the next thing to look at.
    ///
    /// @return false if there is none
    boolean next() {
        while (at < to) {
            switch (bytes[at]) {
                case '{', '[' -> open(bytes[at] == '[');
                case '}', ']' -> {
                    at++;
                    depth--;
                    valueEnds();
                }
                case ',', ':', ' ', '\n', '\r', '\t' -> at++;
                case '"' -> {
                    if (string()) {
                        return true;
                    }
                }
                default -> {
                    if (word()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void open(boolean array) {
        FieldKind value = value();
        if (value == FieldKind.HIDDEN) {
            at = skipped(at);
            valueEnds();
            return;
        }
        turns(value, array);
        at++;
        depth++;
        if (depth == names.length) {
            arrays = Arrays.copyOf(arrays, depth * 2);
            kinds = Arrays.copyOf(kinds, depth * 2);
            names = Arrays.copyOf(names, depth * 2);
            values = Arrays.copyOf(values, depth * 2);
            named = Arrays.copyOf(named, depth * 2);
        }
        arrays[depth] = array;
        kinds[depth] = value;
        names[depth] = array ? names[depth - 1] : "";
        values[depth] = value;
        named[depth] = false;
    }

    /// A field of texts that are read as one begins, or a turn.
    private void turns(FieldKind value, boolean array) {
        if (depth == 1 && (value == FieldKind.PARTS || value == FieldKind.TURNS)) {
            groups++;
            role = "";
        } else if (depth == 2 && !array && arrays[2] && value == FieldKind.TURNS) {
            String next = role();
            if (next.isEmpty() || !next.equals(role)) {
                groups++;
            }
            role = next;
        }
    }

    /// The role of the turn that begins here, wherever it is said and whatever it is written with; empty for none.
    /// Of several, nobody knows which one counts, so it is that of the turn before.
    private String role() {
        String found = "";
        int place = blanks(at + 1);
        while (bytes[place] == '"') {
            int nameEnd = stringEnd(place);
            boolean is = isRole(place + 1, nameEnd - 1);
            place = blanks(nameEnd);
            int valueEnd = skipped(place);
            if (is) {
                if (!found.isEmpty()) {
                    return role;
                }
                found = bytes[place] == '"' && valueEnd - place < LONGEST_ROLE ? text(place, valueEnd) : "?";
            }
            place = blanks(valueEnd);
        }
        return found;
    }

    private boolean isRole(int from, int close) {
        return close - from >= ROLE.length()
                && close - from <= LONGEST_ROLE
                && ROLE.equalsIgnoreCase(text(from - 1, close + 1));
    }

    private int blanks(int from) {
        int place = from;
        while (" \n\r\t:,".indexOf(bytes[place]) >= 0) {
            place++;
        }
        return place;
    }

    private boolean string() {
        int close = stringEnd(at);
        if (depth > 0 && !arrays[depth] && !named[depth]) {
            String name = text(at, close);
            boolean known = name(name);
            found(Token.NAME, close, FieldKind.FREE);
            return !known;
        }
        found(Token.STRING, close, value());
        valueEnds();
        return kind != FieldKind.HIDDEN;
    }

    /// A member's name.
    ///
    /// @return whether it is the API's
    private boolean name(String name) {
        names[depth] = name;
        named[depth] = true;
        if (table == null) {
            values[depth] = FieldKind.FREE;
            return false;
        }
        values[depth] = depth == 1 ? table.kind(name) : table.kind(kinds[depth], name);
        return depth == 1 ? table.knows(name) : table.knows(kinds[depth], name);
    }

    private boolean word() {
        int place = at;
        while (place < to && ",]} \n\r\t".indexOf(bytes[place]) < 0) {
            place++;
        }
        boolean number = bytes[at] == '-' || (bytes[at] >= '0' && bytes[at] <= '9');
        found(Token.NUMBER, place, value());
        valueEnds();
        return number && kind != FieldKind.HIDDEN && kind != FieldKind.NUMBER;
    }

    private void found(Token what, int close, FieldKind field) {
        token = what;
        begin = at;
        end = close;
        at = close;
        kind = field;
    }

    private FieldKind value() {
        return depth == 0 ? kinds[0] : values[depth];
    }

    private void valueEnds() {
        if (!arrays[depth]) {
            named[depth] = false;
        }
    }

    private int stringEnd(int from) {
        int place = from + 1;
        while (bytes[place] != '"') {
            place += bytes[place] == '\\' ? 2 : 1;
        }
        return place + 1;
    }

    /// Where a value ends.
    private int skipped(int from) {
        int place = from;
        int open = 0;
        do {
            switch (bytes[place]) {
                case '"' -> place = stringEnd(place);
                case '{', '[' -> {
                    open++;
                    place++;
                }
                case '}', ']' -> {
                    open--;
                    place++;
                }
                default -> {
                    place++;
                    while (open == 0 && place < to && ",]} \n\r\t".indexOf(bytes[place]) < 0) {
                        place++;
                    }
                }
            }
        } while (open > 0);
        return place;
    }

    private String text(int from, int close) {
        return JsonStrings.unquote(bytes, from + 1, close - 1);
    }

    Token token() {
        return token;
    }

    /// What the field is that the present place is the value of; a name is people's own.
    FieldKind kind() {
        return kind;
    }

    /// Where the present thing begins; a string or a name with its quote.
    int begin() {
        return begin;
    }

    /// Where it ends, exclusive; a string or a name with its quote.
    int end() {
        return end;
    }

    /// The text of a string or a name; a number as it is written.
    String text() {
        return token == Token.NUMBER
                ? new String(bytes, begin, end - begin, StandardCharsets.US_ASCII)
                : text(begin, end);
    }

    /// The group of texts that are read as one; -1 for one that is read alone.
    int group() {
        FieldKind field = values[1];
        boolean inGroup = depth > 1 && (field == FieldKind.TURNS || field == FieldKind.PARTS);
        boolean said = kind == FieldKind.TURNS
                || kind == FieldKind.PARTS
                || (kind == FieldKind.TEXT && SAID.contains(names[depth]));
        return inGroup && said && token == Token.STRING ? groups : -1;
    }

    /// The last group that has begun.
    int lastGroup() {
        return groups;
    }
}
