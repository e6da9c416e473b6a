package io.aiplat.wire.form;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A form in its bytes: where the value of each field lies. The bytes are shared, not copied; nobody may change
/// them while this is used.
public final class MultipartForm {
    /// More than any API has fields, and few enough to go through them one by one.
    private static final int MOST_FIELDS = 256;

    /// [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1), section 5.1.1.
    private static final int LONGEST_BOUNDARY = 70;

    private static final int LONGEST_HEAD = 8 * 1024;
    private static final String TYPE = "multipart/form-data";
    private static final String BOUNDARY_MARKS = "'()+_,-./:=? ";
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] CLOSE = ascii("--");

    private final byte[] bytes;
    private final int length;
    private final String boundary;
    private final List<FormField> fields;

    private MultipartForm(byte[] bytes, int length, String boundary, List<FormField> fields) {
        this.bytes = bytes;
        this.length = length;
        this.boundary = boundary;
        this.fields = List.copyOf(fields);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether a content type says that the body is such a form.
    public static boolean isForm(@Nullable String contentType) {
        return contentType != null && typeOf(contentType).equals(TYPE);
    }

    private static String typeOf(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Finds the fields of a form. One that two readers could take for different forms is none.
    ///
    /// @param contentType with the boundary in it
    /// @throws MalformedForm if it has no boundary, or the bytes are no form with it
    public static MultipartForm scan(byte[] bytes, int length, String contentType) throws MalformedForm {
        String boundary = boundary(contentType);
        byte[] mark = ascii("--" + boundary);
        if (!ByteSearch.isAt(bytes, 0, length, mark)) {
            throw new MalformedForm("it does not begin with its boundary");
        }
        List<FormField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = mark.length;
        while (!ByteSearch.isAt(bytes, at, length, CLOSE)) {
            if (fields.size() == MOST_FIELDS) {
                throw new MalformedForm("it has more than " + MOST_FIELDS + " fields");
            }
            int begin = headEnd(bytes, at, length);
            int end = valueEnd(bytes, begin, length, mark);
            FormField field = field(bytes, at + LINE_END.length, begin, end);
            if (!names.add(field.name().toLowerCase(Locale.ROOT))
                    && !field.name().endsWith("[]")) {
                throw new MalformedForm("it has the field '" + field.name() + "' more than once");
            }
            fields.add(field);
            at = end + LINE_END.length + mark.length;
        }
        ended(bytes, at + CLOSE.length, length);
        return new MultipartForm(bytes, length, boundary, fields);
    }

    private static String boundary(String contentType) throws MalformedForm {
        String boundary = HeaderParameters.of(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY || !isBoundary(boundary)) {
            throw new MalformedForm("its content type has no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        return boundary;
    }

    private static boolean isBoundary(String text) {
        return !text.endsWith(" ")
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || BOUNDARY_MARKS.indexOf(c) >= 0);
    }

    /// Where the value of a field begins whose boundary has just been passed.
    private static int headEnd(byte[] bytes, int at, int length) throws MalformedForm {
        if (!ByteSearch.isAt(bytes, at, length, LINE_END)) {
            throw new MalformedForm("a boundary is not at the end of its line");
        }
        int end = ByteSearch.find(bytes, at, Math.min(length, at + LONGEST_HEAD), HEAD_END);
        if (end < 0) {
            throw new MalformedForm("the head of a field has no end");
        }
        return end + HEAD_END.length;
    }

    /// Where the value ends. A boundary after half of a line's end, or at the very beginning, ends it for some
    /// readers.
    private static int valueEnd(byte[] bytes, int begin, int length, byte[] mark) throws MalformedForm {
        int found = ByteSearch.find(bytes, begin, length, mark);
        while (found >= 0) {
            if (found >= begin + LINE_END.length && ByteSearch.isAt(bytes, found - LINE_END.length, length, LINE_END)) {
                return found - LINE_END.length;
            }
            if (found == begin || bytes[found - 1] == '\n' || bytes[found - 1] == '\r') {
                throw new MalformedForm("a boundary is not at the beginning of a line of its own");
            }
            found = ByteSearch.find(bytes, found + 1, length, mark);
        }
        throw new MalformedForm("its last field has no end");
    }

    private static void ended(byte[] bytes, int at, int length) throws MalformedForm {
        if (at != length && !(at + LINE_END.length == length && ByteSearch.isAt(bytes, at, length, LINE_END))) {
            throw new MalformedForm("there is something after its end");
        }
    }

    private static FormField field(byte[] bytes, int from, int begin, int end) throws MalformedForm {
        int to = begin - HEAD_END.length;
        PartHead head = PartHead.of(to < from ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8));
        return new FormField(head.name(), head.isFile(), begin, end);
    }

    /// The type that says where its fields end, and nothing else.
    public String contentType() {
        boolean token = HeaderParameters.token(boundary, 0) == boundary.length();
        return TYPE + "; boundary=" + (token ? boundary : "\"" + boundary + "\"");
    }

    /// All fields in their order, files among them.
    public List<FormField> fields() {
        return fields;
    }

    /// The text of a field.
    public String text(FormField field) {
        return new String(bytes, field.begin(), field.end() - field.begin(), StandardCharsets.UTF_8);
    }

    /// The texts of the fields that are no files, by their names. Of a list, whose name ends in `[]`, the first
    /// counts.
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (FormField field : fields) {
            if (!field.isFile()) {
                texts.putIfAbsent(field.name(), text(field));
            }
        }
        return texts;
    }

    /// The same form with another text in the field of this name; every other byte stays, and is shared.
    public List<ByteSlice> with(String name, String text) {
        List<ByteSlice> segments = new ArrayList<>();
        int from = 0;
        for (FormField field : fields) {
            if (field.name().equals(name) && !field.isFile()) {
                segments.add(new ByteSlice(bytes, from, field.begin() - from));
                segments.add(ByteSlice.of(text.getBytes(StandardCharsets.UTF_8)));
                from = field.end();
            }
        }
        segments.add(new ByteSlice(bytes, from, length - from));
        return segments;
    }
}
