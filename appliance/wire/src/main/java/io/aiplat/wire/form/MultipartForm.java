package io.aiplat.wire.form;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.Segment;
import io.aiplat.wire.WriteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form in its bytes: where the value of each field lies. The bytes are shared, not copied; nobody may change them
/// while this is used.
public final class MultipartForm {
    /// More than any API has fields, and few enough to go through them one by one.
    private static final int MOST_FIELDS = 256;

    /// [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1), section 5.1.1.
    private static final int LONGEST_BOUNDARY = 70;

    private static final int LONGEST_HEAD = 8 * 1024;
    private static final String TYPE = "multipart/form-data";
    private static final Pattern BOUNDARY = parameter("boundary");
    private static final Pattern NAME = parameter("name");
    private static final Pattern FILE = Pattern.compile(";\\s*filename\\*?\\s*=", Pattern.CASE_INSENSITIVE);
    private static final byte[] HEAD_END = ascii("\r\n\r\n");

    private final byte[] bytes;
    private final int length;
    private final List<FormField> fields;

    private MultipartForm(byte[] bytes, int length, List<FormField> fields) {
        this.bytes = bytes;
        this.length = length;
        this.fields = List.copyOf(fields);
    }

    private static Pattern parameter(String name) {
        return Pattern.compile(";\\s*" + name + "\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether a content type says that the body is such a form.
    public static boolean isForm(@Nullable String contentType) {
        return contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    /// Finds the fields of a form.
    ///
    /// @param contentType with the boundary in it
    /// @throws MalformedForm if it has no boundary, or the bytes are no form with it
    public static MultipartForm scan(byte[] bytes, int length, String contentType) throws MalformedForm {
        byte[] mark = ascii("--" + boundary(contentType));
        byte[] next = ascii("\r\n--" + boundary(contentType));
        if (!ByteSearch.isAt(bytes, 0, length, mark)) {
            throw new MalformedForm("it does not begin with its boundary");
        }
        List<FormField> fields = new ArrayList<>();
        int at = mark.length;
        while (!ByteSearch.isAt(bytes, at, length, ascii("--"))) {
            if (fields.size() == MOST_FIELDS) {
                throw new MalformedForm("it has more than " + MOST_FIELDS + " fields");
            }
            int begin = headEnd(bytes, at, length);
            int end = ByteSearch.find(bytes, begin, length, next);
            if (end < 0) {
                throw new MalformedForm("its last field has no end");
            }
            fields.add(field(new String(bytes, at, begin - at, StandardCharsets.UTF_8), begin, end));
            at = end + next.length;
        }
        return new MultipartForm(bytes, length, fields);
    }

    private static String boundary(String contentType) throws MalformedForm {
        Matcher matcher = BOUNDARY.matcher(contentType);
        String boundary = matcher.find() ? value(matcher) : "";
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new MalformedForm("its content type has no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        return boundary;
    }

    private static String value(Matcher matcher) {
        String quoted = matcher.group(1);
        return quoted == null ? matcher.group(2) : quoted;
    }

    /// Where the value of a field begins whose boundary has just been passed.
    private static int headEnd(byte[] bytes, int at, int length) throws MalformedForm {
        if (!ByteSearch.isAt(bytes, at, length, ascii("\r\n"))) {
            throw new MalformedForm("a boundary is not at the end of its line");
        }
        int end = ByteSearch.find(bytes, at, Math.min(length, at + LONGEST_HEAD), HEAD_END);
        if (end < 0) {
            throw new MalformedForm("the head of a field has no end");
        }
        return end + HEAD_END.length;
    }

    private static FormField field(String head, int begin, int end) throws MalformedForm {
        String disposition = head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-disposition:", 0, 20))
                .findFirst()
                .orElse("");
        Matcher name = NAME.matcher(disposition);
        if (!name.find()) {
            throw new MalformedForm("a field has no name");
        }
        return new FormField(value(name), FILE.matcher(disposition).find(), begin, end);
    }

    /// All fields in their order, files among them.
    public List<FormField> fields() {
        return fields;
    }

    /// The text of a field.
    public String text(FormField field) {
        return new String(bytes, field.begin(), field.end() - field.begin(), StandardCharsets.UTF_8);
    }

    /// The texts of the fields that are no files, by their names. Of a name that occurs twice the first counts.
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (FormField field : fields) {
            if (!field.isFile()) {
                texts.putIfAbsent(field.name(), text(field));
            }
        }
        return texts;
    }

    /// The same form with another text in each field of this name; every other byte stays.
    public Segment with(String name, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        WriteBuffer out = new WriteBuffer(length + value.length);
        int from = 0;
        for (FormField field : fields) {
            if (field.name().equals(name) && !field.isFile()) {
                out.put(bytes, from, field.begin() - from).put(value);
                from = field.end();
            }
        }
        out.put(bytes, from, length - from);
        return new Segment(out.array(), 0, out.length());
    }
}
