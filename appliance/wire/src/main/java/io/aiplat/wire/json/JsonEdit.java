package io.aiplat.wire.json;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.WriteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// In-place editor of a JSON object: changes to its members.
/// What is not changed keeps its bytes, blanks and order included.
///
/// A change applies to every member of the name, not only to the last one which counts: the next reader may
/// take the first.
public final class JsonEdit {
    private static final byte[] REMOVED = {};

    private final JsonObjectView document;
    private final @Nullable String[] names;
    private final byte[] @Nullable [] values;
    private final List<String> added = new ArrayList<>(2);
    private final List<byte[]> addedValues = new ArrayList<>(2);

    JsonEdit(JsonObjectView document) {
        this.document = document;
        this.names = new String[document.size()];
        this.values = new byte[document.size()][];
    }

    /// Replaces a member's value. Without such a member nothing happens.
    ///
    /// @param json a JSON value; not checked
    public JsonEdit replace(String name, byte[] json) {
        for (int member = 0; member < values.length; member++) {
            if (isNamed(member, name)) {
                values[member] = json.clone();
            }
        }
        int index = added.lastIndexOf(name);
        if (index >= 0) {
            addedValues.set(index, json.clone());
        }
        return this;
    }

    /// Replaces a member's value by a string.
    public JsonEdit replace(String name, String text) {
        return replace(name, JsonStrings.quote(text));
    }

    /// Removes a member, if there is one.
    public JsonEdit remove(String name) {
        for (int member = 0; member < values.length; member++) {
            if (isNamed(member, name)) {
                values[member] = REMOVED;
            }
        }
        int index = added.lastIndexOf(name);
        if (index >= 0) {
            added.remove(index);
            addedValues.remove(index);
        }
        return this;
    }

    /// Sets a member: replaced where it is, or added at the end.
    public JsonEdit set(String name, byte[] json) {
        if (added.contains(name) || isThere(name)) {
            return replace(name, json);
        }
        added.add(name);
        addedValues.add(json.clone());
        return this;
    }

    /// Sets a member to a string.
    public JsonEdit set(String name, String text) {
        return set(name, JsonStrings.quote(text));
    }

    /// Sets a member to a number.
    public JsonEdit set(String name, long number) {
        return set(name, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /// Gives a member another name, in its place. A member that has that name already is removed.
    public JsonEdit rename(String name, String other) {
        if (name.equals(other) || (!added.contains(name) && !isThere(name))) {
            return this;
        }
        remove(other);
        for (int member = 0; member < names.length; member++) {
            if (isNamed(member, name)) {
                names[member] = other;
            }
        }
        int index = added.lastIndexOf(name);
        if (index >= 0) {
            added.set(index, other);
        }
        return this;
    }

    /// Whether nothing would change.
    public boolean isEmpty() {
        for (int member = 0; member < values.length; member++) {
            if (names[member] != null || values[member] != null) {
                return false;
            }
        }
        return added.isEmpty();
    }

    /// The changed document, in an array of its own.
    public byte[] bytes() {
        WriteBuffer all = new WriteBuffer(document.end() - document.begin() + 64);
        for (ByteSlice segment : segments()) {
            all.put(segment.bytes(), segment.offset(), segment.length());
        }
        return all.copy();
    }

    /// The changed document in pieces; what is long and not changed is shared with the document.
    public List<ByteSlice> segments() {
        SliceList out = new SliceList(document.end() - document.begin() + 64);
        byte[] from = document.bytes();
        out.put(from, document.begin(), document.open() - document.begin());
        int last = lastKept();
        int count = 0;
        for (int member = 0; member <= last; member++) {
            if (isKept(member)) {
                separate(out, count++);
                member(out, member);
                if (member < last) {
                    int end = document.valueEnd(member);
                    out.put(from, end, blanksEnd(member) - end);
                }
            }
        }
        for (int i = 0; i < added.size(); i++) {
            separate(out, count++);
            JsonStrings.quote(added.get(i), out.coming());
            out.coming().put(':').put(addedValues.get(i));
        }
        int tail = last >= 0 ? document.valueEnd(last) : values.length == 0 ? document.open() : document.close();
        int tailEnd = last >= 0 ? blanksEnd(last) : document.close();
        out.put(from, tail, tailEnd - tail);
        out.put(from, document.close(), document.end() - document.close());
        return out.segments();
    }

    private static void separate(SliceList out, int before) {
        if (before > 0) {
            out.coming().put(',');
        }
    }

    /// A member with the blanks before it.
    private void member(SliceList out, int member) {
        byte[] from = document.bytes();
        int begin = member == 0 ? document.open() : blanksEnd(member - 1) + 1;
        int key = document.keyBegin(member) - 1;
        int keyEnd = document.keyEnd(member) + 1;
        int value = document.valueBegin(member);
        String newName = names[member];
        byte[] newValue = values[member];
        out.put(from, begin, key - begin);
        if (newName == null) {
            out.put(from, key, keyEnd - key);
        } else {
            JsonStrings.quote(newName, out.coming());
        }
        out.put(from, keyEnd, value - keyEnd);
        if (newValue == null) {
            out.put(from, value, document.valueEnd(member) - value);
        } else {
            out.put(newValue, 0, newValue.length);
        }
    }

    /// Where the comma or brace after a member is.
    private int blanksEnd(int member) {
        int at = document.valueEnd(member);
        byte[] from = document.bytes();
        while (from[at] != ',' && from[at] != '}') {
            at++;
        }
        return at;
    }

    private int lastKept() {
        int member = values.length - 1;
        while (member >= 0 && !isKept(member)) {
            member--;
        }
        return member;
    }

    private boolean isThere(String name) {
        for (int member = 0; member < values.length; member++) {
            if (isNamed(member, name)) {
                return true;
            }
        }
        return false;
    }

    /// By the name it has now.
    private boolean isNamed(int member, String name) {
        String newName = names[member];
        return isKept(member) && (newName == null ? document.isNamed(member, name) : newName.equals(name));
    }

    private boolean isKept(int member) {
        return values[member] != REMOVED;
    }
}
