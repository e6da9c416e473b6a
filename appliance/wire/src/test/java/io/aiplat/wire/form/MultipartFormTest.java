package io.aiplat.wire.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=b0und";
    private static final String FORM = "--b0und\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhispér\r\n"
            + "--b0und\r\ncontent-disposition: form-data; name=file; filename=\"a;b.wav\"\r\n"
            + "Content-Type: audio/wav\r\n\r\n\0\1--b0un\r\n--b0un\r\n"
            + "--b0und\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b0und--\r\n";

    private static MultipartForm scan(String form, String type) throws MalformedForm {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        return MultipartForm.scan(bytes, bytes.length, type);
    }

    @Test
    void findsFieldsAndFiles() throws MalformedForm {
        MultipartForm form = scan(FORM, TYPE);

        assertEquals(
                List.of("model", "file", "empty"),
                form.fields().stream().map(FormField::name).toList());
        assertEquals("\0\1--b0un\r\n--b0un", form.text(form.fields().get(1)));
        assertTrue(form.fields().get(1).isFile());
        assertEquals(Map.of("model", "whispér", "empty", ""), form.texts());
    }

    @Test
    void changesOneValueAndNoOtherByte() throws MalformedForm {
        StringBuilder changed = new StringBuilder();
        for (ByteSlice part : scan(FORM, TYPE).with("model", "groß")) {
            changed.append(new String(part.bytes(), part.offset(), part.length(), StandardCharsets.UTF_8));
        }

        assertEquals(FORM.replace("whispér", "groß"), changed.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=b0und",
                "Multipart/Form-Data;charset=utf-8; Boundary=\"b0und\"",
                " multipart/form-data;boundary=b0und; x=y"
            })
    void readsTheBoundaryHoweverItIsWritten(String type) throws MalformedForm {
        assertTrue(MultipartForm.isForm(type));
        assertEquals(3, scan(FORM, type).fields().size());
    }

    @Test
    void otherTypesAreNoForms() {
        assertFalse(MultipartForm.isForm("application/json"));
        assertFalse(MultipartForm.isForm(null));
    }

    @ParameterizedTest
    @CsvSource({
        "'multipart/form-data', '', its content type has no boundary of 1 to 70 characters",
        "'multipart/form-data; boundary=b', '', it does not begin with its boundary",
        "'multipart/form-data; boundary=b', '--bx', a boundary is not at the end of its line",
        "'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name=a\r\n', "
                + "the head of a field has no end",
        "'multipart/form-data; boundary=b', '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--', a field has no name",
        "'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx', "
                + "its last field has no end"
    })
    void saysWhatIsWrong(String type, String form, String message) {
        MalformedForm e = assertThrows(MalformedForm.class, () -> scan(form, type));
        assertEquals(message, e.getMessage());
    }

    private static String field(String head) {
        return "--b0und\r\n" + head + "\r\n\r\nx";
    }

    /// Each of these is read in another way by some reader in use.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"model\"",
                "Content-Disposition: form-data; name=\"MODEL\"",
                "Content-Disposition: form-data; name=model",
                "Content-Disposition: form-data; name=\"mod\\el\"",
                "Content-Disposition: form-data; name=\"mo%64el\"",
                "Content-Disposition: form-data; name=\" model\"",
                "Content-Disposition: form-data; name=\"a\"; name=\"model\"",
                "Content-Disposition: form-data; name=\"a\"; name*=utf-8''model",
                "Content-Disposition: form-data; name*0=mod; name*1=el",
                "Content-Disposition: form-data; name=a; filename=\"b\\\"; name=model; x=\"",
                "Content-Disposition: form-data; name=\"a\" name=\"model\"",
                "Content-Disposition: form-data; name=\"a",
                "Content-Disposition: attachment; name=\"a\"",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"model\"",
                "Content-Disposition: form-data;\r\n name=\"a\"",
                "Content-Disposition: form-data; name=\"a\"\nContent-Disposition: form-data; name=\"model\"",
                "Content-Disposition : form-data; name=\"a\"",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=c",
                "Content-Disposition: form-data; name=\"_charset_\""
            })
    void whatReadersDisagreeAboutIsNoForm(String head) {
        String form =
                field("Content-Disposition: form-data; name=\"model\"") + "\r\n" + field(head) + "\r\n--b0und--\r\n";

        assertThrows(MalformedForm.class, () -> scan(form, TYPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\n--b0und\nContent-Disposition: form-data; name=\"model\"\n\ndear",
                "x\r--b0und\rContent-Disposition: form-data; name=\"model\"\r\rdear",
                "--b0und\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndear",
                "x\r\n--b0und-more\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndear",
                "x\r\n--b0und--\r\n--b0und\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndear"
            })
    void noValueHasAnotherFieldInIt(String value) {
        String form = "--b0und\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + value + "\r\n--b0und--\r\n";

        assertThrows(MalformedForm.class, () -> scan(form, TYPE));
    }

    @Test
    void listsMayRepeatTheirName() throws MalformedForm {
        String list = field("Content-Disposition: form-data; name=\"include[]\"") + "\r\n";

        assertEquals(2, scan(list + list + "--b0und--", TYPE).fields().size());
    }

    @Test
    void ofAListTheFirstCounts() throws MalformedForm {
        String list = "--b0und\r\nContent-Disposition: form-data; name=\"include[]\"\r\n\r\n%s\r\n";
        MultipartForm form = scan(list.formatted("first") + list.formatted("second") + "--b0und--", TYPE);

        assertEquals(Map.of("include[]", "first"), form.texts());
    }

    @Test
    void theTypeIsSaidInOneWay() throws MalformedForm {
        assertEquals(
                TYPE,
                scan(FORM, "multipart/form-data; charset=utf-7; boundary=\"b0und\"")
                        .contentType());
        assertThrows(MalformedForm.class, () -> scan(FORM, TYPE + "; boundary=other"));
        assertFalse(MultipartForm.isForm("multipart/form-data-not; boundary=b0und"));
    }
}
