package io.aiplat.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cursor over the leaves of a JSON document: all strings, numbers and words, in the order of their bytes.
/// One pass, however deep they lie.
public final class JsonLeafCursor {
    private static final int USUAL_DEPTH = 8;

    private final byte[] bytes;
    private final int to;
    private int at;
    private int begin;
    private int end;

    /// How many objects and arrays the present place lies in; those are numbered from 1.
    private int depth;

    private boolean[] arrays = new boolean[USUAL_DEPTH];
    private String[] names = new String[USUAL_DEPTH];
    private int[] positions = new int[USUAL_DEPTH];
    private boolean[] named = new boolean[USUAL_DEPTH];

    /// Whether the last leaf still has to be left behind.
    private boolean onLeaf;

    private JsonLeafCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /// Goes through a range that was checked before and is one JSON value.
    public static JsonLeafCursor of(byte[] bytes, int from, int to) {
        return new JsonLeafCursor(bytes, from, to);
    }

    /// Goes on to the next leaf.
    ///
    /// @return false if there is none
    public boolean next() {
        if (onLeaf) {
            onLeaf = false;
            valueEnds();
        }
        while (at < to) {
            switch (bytes[at]) {
                case '{' -> open(false);
                case '[' -> open(true);
                case '}', ']' -> {
                    at++;
                    depth--;
                    valueEnds();
                }
                case ',', ':', ' ', '\n', '\r', '\t' -> at++;
                case '"' -> {
                    int close = stringEnd();
                    if (depth == 0 || arrays[depth] || named[depth]) {
                        return leaf(close);
                    }
                    names[depth] = JsonStrings.unquote(bytes, at + 1, close - 1);
                    named[depth] = true;
                    at = close;
                }
                default -> {
                    return leaf(wordEnd());
                }
            }
        }
        return false;
    }

    private boolean leaf(int close) {
        begin = at;
        end = close;
        at = close;
        onLeaf = true;
        return true;
    }

    private void open(boolean array) {
        at++;
        depth++;
        if (depth == names.length) {
            arrays = Arrays.copyOf(arrays, depth * 2);
            names = Arrays.copyOf(names, depth * 2);
            positions = Arrays.copyOf(positions, depth * 2);
            named = Arrays.copyOf(named, depth * 2);
        }
        arrays[depth] = array;
        names[depth] = "";
        positions[depth] = 0;
        named[depth] = false;
    }

    private void valueEnds() {
        if (arrays[depth]) {
            positions[depth]++;
        } else {
            named[depth] = false;
        }
    }

    private int stringEnd() {
        int place = at + 1;
        while (bytes[place] != '"') {
            place += bytes[place] == '\\' ? 2 : 1;
        }
        return place + 1;
    }

    private int wordEnd() {
        int place = at;
        while (place < to && ",]} \n\r\t".indexOf(bytes[place]) < 0) {
            place++;
        }
        return place;
    }

    /// What the leaf is.
    public JsonKind kind() {
        return JsonKind.of(bytes[begin]);
    }

    /// Where the leaf begins; a string with its quote.
    public int begin() {
        return begin;
    }

    /// Where the leaf ends, exclusive; a string with its quote.
    public int end() {
        return end;
    }

    /// The text of a string; anything else as it is written.
    public String text() {
        return kind() == JsonKind.STRING
                ? JsonStrings.unquote(bytes, begin + 1, end - 1)
                : new String(bytes, begin, end - begin, StandardCharsets.US_ASCII);
    }

    /// The name of the member that the leaf is the value of, be it within arrays; empty if it is none's.
    public String name() {
        for (int level = depth; level > 0; level--) {
            if (!arrays[level]) {
                return names[level];
            }
        }
        return "";
    }

    /// Whether the leaf lies in the value of a member of this name, or is that value.
    public boolean isWithin(String name) {
        for (int level = depth; level > 0; level--) {
            if (!arrays[level] && names[level].equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// Names and positions on the way to the leaf, with a slash between them: `choices/0/delta/content`.
    public String path() {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level <= depth; level++) {
            path.append(level == 1 ? "" : "/");
            if (arrays[level]) {
                path.append(positions[level]);
            } else {
                path.append(names[level]);
            }
        }
        return path.toString();
    }
}
