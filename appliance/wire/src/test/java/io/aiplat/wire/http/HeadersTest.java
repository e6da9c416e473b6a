package io.aiplat.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.http.HeadFields.TooManyFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private static Headers read(String fields) throws MalformedHead, TooManyFields {
        byte[] bytes = fields.getBytes(StandardCharsets.ISO_8859_1);
        return HeadFields.read(bytes, 0, bytes.length, 100);
    }

    private static String written(Headers headers) {
        WriteBuffer out = new WriteBuffer(8);
        headers.writeTo(out);
        return new String(out.copy(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void findsNamesWithoutRegardToCase() throws MalformedHead, TooManyFields {
        Headers headers = read("Accept: a\r\nX-One:1\r\naccept: \t b, c \t\r\nEmpty:\r\n");
        assertEquals("a", headers.first("ACCEPT"));
        assertEquals(List.of("a", "b, c"), headers.all("accept"));
        assertEquals(List.of("a", "b", "c"), headers.listed("accept"));
        assertEquals("", headers.first("empty"));
        assertNull(headers.first("x-on"));
        assertEquals("X-One", headers.name(1));
        assertEquals(4, headers.size());
        assertTrue(headers.valueIs(1, "1"));
        assertThrows(IndexOutOfBoundsException.class, () -> headers.value(4));
    }

    @Test
    void keepsOrderAndOtherFieldsWhenOneChanges() {
        Headers headers =
                new Headers().add("A", "1").add("B", "2").add("a", "3").add("C", "4");
        headers.set("a", "5");
        assertEquals("B: 2\r\nC: 4\r\na: 5\r\n", written(headers));
        headers.remove("b");
        assertEquals("C: 4\r\na: 5\r\n", written(headers));
    }

    @Test
    void takesFieldsOverAsBytes() throws MalformedHead, TooManyFields {
        Headers from = read("One:  \u00e4 \r\nTwo: 2\r\n");
        assertEquals(
                "Two: 2\r\nOne: \u00e4\r\n", written(new Headers().add(from, 1).add(from, 0)));
    }

    @Test
    void holdsMoreFieldsThanItBeganWith() {
        Headers headers = new Headers();
        for (int i = 0; i < 100; i++) {
            headers.add("Name-" + i, "value " + i);
        }
        assertEquals("value 99", headers.first("name-99"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000", "a\u007f", "\u0100", "\u2028"})
    void letsNoValueBecomeTwoFields(String value) {
        Headers headers = new Headers().add("Kept", "1");
        assertThrows(IllegalArgumentException.class, () -> headers.add("X", value));
        assertThrows(IllegalArgumentException.class, () -> headers.set("Kept", value));
        assertEquals("Kept: 1\r\n", written(headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e4", "\u0441"})
    void letsNoNameBeSomethingElse(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Headers().add(name, "v"));
    }
}
