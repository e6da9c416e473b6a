package io.aiplat.wire.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectViewTest {
    static JsonObjectView scan(String json) throws MalformedJson {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonObjectView.scan(bytes, bytes.length);
    }

    @Test
    void saysWhatEachMemberIs() throws MalformedJson {
        JsonObjectView json =
                scan(" {\"s\":\"x\",\"n\":-1.5,\"t\":true,\"f\":false,\"z\":null,\"o\":{\"a\":[]},\"a\" : [1, {}] } ");
        assertEquals(JsonKind.STRING, json.kind("s"));
        assertEquals(JsonKind.NUMBER, json.kind("n"));
        assertEquals(JsonKind.OBJECT, json.kind("o"));
        assertEquals(JsonKind.ARRAY, json.kind("a"));
        assertEquals(JsonKind.NULL, json.kind("z"));
        assertTrue(json.has("z"));
        assertNull(json.kind("x"));
        assertTrue(json.flag("t"));
        assertFalse(json.flag("f"));
        assertFalse(json.flag("s"));
        assertEquals("x", json.text("s"));
        assertNull(json.text("n"));
        assertEquals(OptionalDouble.of(-1.5), json.number("n"));
        assertArrayEquals("[1, {}]".getBytes(StandardCharsets.UTF_8), json.raw("a"));
        assertEquals(List.of("s", "n", "t", "f", "z", "o", "a"), List.copyOf(json.names()));
    }

    @Test
    void decodesTextAndNames() throws MalformedJson {
        JsonObjectView json = scan(
                "{\"a\\u006db\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00 \u00e4\u20ac\uD83D\uDE00\",\"\u00e4\":1,\"am\":2}");
        assertEquals("\"\\/\b\f\n\r\t\u00e4\uD83D\uDE00 \u00e4\u20ac\uD83D\uDE00", json.text("amb"));
        assertTrue(json.has("\u00e4"));
        assertEquals(OptionalLong.of(2), json.integer("am"));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "3.0, 3",
        "3e2, 300",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808,",
        "3.5,",
        "1e999999999,",
        "'\"3\"',",
        "true,",
        "0, 0",
        "-0, 0"
    })
    void readsWholeNumbersHoweverWritten(String written, Long expected) throws MalformedJson {
        OptionalLong value = scan("{\"n\":" + written + "}").integer("n");
        assertEquals(expected == null ? OptionalLong.empty() : OptionalLong.of(expected), value);
    }

    @Test
    void takesTheLastOfTwoAndTells() throws MalformedJson {
        JsonObjectView json = scan("{\"a\":1,\"b\":2,\"\\u0061\":3}");
        assertEquals(OptionalLong.of(3), json.integer("a"));
        assertEquals("a", json.duplicate());
        assertEquals(List.of("a", "b"), List.copyOf(json.names()));
        assertNull(scan("{\"a\":{\"b\":1},\"b\":1}").duplicate());
    }

    @ParameterizedTest
    @CsvSource({"é, \\u00e9", "😀, \\ud83d\\uDE00", "a/b, a\\/b", "\\ud800, \\uD800", "\\n, \\u000a", "\\\\, \\u005c"})
    void namesAreTheSameHoweverTheyAreWritten(String one, String other) throws MalformedJson {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            many.append("\"n").append(i).append("\":1,");
        }
        String twice = "\"" + one + "\":1,\"" + other + "\":2}";

        assertNotNull(scan("{" + twice).duplicate());
        assertNotNull(scan(many + twice).duplicate());
        assertNull(scan(many + "\"" + one + "\":1,\"x" + other + "\":2}").duplicate());
        assertEquals(
                OptionalLong.of(2),
                scan("{" + twice).integer(scan("{" + twice).names().iterator().next()));
    }

    @Test
    void anObjectHasABoundedNumberOfMembersHoweverDeepItLies() throws MalformedJson {
        String most = members(JsonObjectView.MOST_MEMBERS);
        String more = members(JsonObjectView.MOST_MEMBERS + 1);
        assertEquals(JsonObjectView.MOST_MEMBERS, scan(most).size());
        JsonObjectView deep = scan("{\"a\":" + most + "}").object("a");
        assertNotNull(deep);
        assertNull(deep.duplicate());
        for (String tooMany : List.of(more, "{\"a\":[" + more + "]}")) {
            MalformedJson refused = assertThrows(MalformedJson.class, () -> scan(tooMany));
            assertTrue(String.valueOf(refused.getMessage()).contains("at most 16384 members"), refused.getMessage());
        }
    }

    @Test
    void aNameHasABoundedLength() throws MalformedJson {
        String name = "n".repeat(JsonObjectView.LONGEST_NAME - 2);
        assertEquals(1, scan("{\"" + name + "\":1}").size());
        for (String begin : List.of("{\"n", "{\"a\":[{\"n")) {
            assertThrows(MalformedJson.class, () -> scan(begin + name + "\":1}" + (begin.length() > 3 ? "]}" : "")));
        }
    }

    @Test
    void whatIsTooLongIsNoWord() throws MalformedJson {
        assertEquals("aä", scan("{\"w\":\"a\\u00e4\"}").word("w"));
        assertNull(scan("{\"w\":\"" + "a".repeat(5000) + "\"}").word("w"));
        assertNull(scan("{\"w\":1}").word("w"));
    }

    private static String members(int count) {
        StringBuilder json = new StringBuilder("{\"m0\":0");
        for (int i = 1; i < count; i++) {
            json.append(",\"m").append(i).append("\":").append(i);
        }
        return json.append('}').toString();
    }

    @Test
    void countsItsValuesHoweverDeep() throws MalformedJson {
        assertEquals(0, scan("{}").values());
        assertEquals(7, scan("{\"a\":[1,{\"b\":[]},\"x\"],\"c\":null,\"d\":{}}").values());
    }

    @Test
    void looksIntoObjectsAndArrays() throws MalformedJson {
        JsonObjectView json = scan("{\"o\":{\"in\":{\"x\":\"y\"}},\"a\":[ \"s\" , {\"k\":1},[2]]}");
        JsonObjectView object = json.object("o");
        assertNotNull(object);
        JsonObjectView inner = object.object("in");
        assertNotNull(inner);
        assertEquals("y", inner.text("x"));
        assertNull(json.object("a"));
        JsonElementCursor elements = json.elements("a");
        assertTrue(elements.next());
        assertEquals("s", elements.text());
        assertTrue(elements.next());
        JsonObjectView second = elements.object();
        assertNotNull(second);
        assertEquals(OptionalLong.of(1), second.integer("k"));
        assertTrue(elements.next());
        assertEquals(JsonKind.ARRAY, elements.kind());
        assertFalse(elements.next());
        assertFalse(json.elements("o").next());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | an object | '' ",
                "0 | an object | []",
                "1 | a string | {",
                "1 | a string | {a:1}",
                "4 | a colon | '{\"a\"}'",
                "5 | a value | '{\"a\":}'",
                "5 | a value | '{\"a\":+1}'",
                "6 | a comma or the end of an object | '{\"a\":1'",
                "7 | a string | '{\"a\":1,}'",
                "8 | a value | '{\"a\":[1,]}'",
                "7 | a comma or the end of an array | '{\"a\":[1}'",
                "7 | nothing after the object | '{\"a\":1}x'",
                "7 | nothing after the object | '{\"a\":1}{}'",
                "6 | a comma or the end of an object | '{\"a\":01}'",
                "6 | a digit | '{\"a\":-}'",
                "7 | a digit | '{\"a\":1.}'",
                "7 | a digit | '{\"a\":1e}'",
                "5 | a value | '{\"a\":.5}'",
                "8 | '''true''' | '{\"a\":trup}'",
                "7 | an escape that JSON has | '{\"a\":\"\\x\"}'",
                "9 | four hexadecimal digits | '{\"a\":\"\\u0g00\"}'",
                "8 | the end of a string | '{\"a\":\"ab'",
            })
    void saysWhereAndWhatIsWrong(int offset, String expected, String json) {
        MalformedJson wrong = assertThrows(MalformedJson.class, () -> scan(json));
        assertEquals(expected, wrong.expected());
        assertEquals(offset, wrong.offset());
    }

    @Test
    void refusesControlCharactersInStrings() {
        MalformedJson wrong = assertThrows(MalformedJson.class, () -> scan("{\"a\":\"\n\"}"));
        assertEquals(6, wrong.offset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "c2",
                "c220",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e282",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f09f98",
                "ff",
                "fe"
            })
    void refusesWhatIsNoUtf8(String hex) {
        byte[] middle = HexFormat.of().parseHex(hex);
        byte[] bytes = new byte[6 + middle.length + 2];
        System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.UTF_8), 0, bytes, 0, 6);
        System.arraycopy(middle, 0, bytes, 6, middle.length);
        bytes[bytes.length - 2] = '"';
        bytes[bytes.length - 1] = '}';
        MalformedJson wrong = assertThrows(MalformedJson.class, () -> JsonObjectView.scan(bytes, bytes.length));
        assertEquals("well-formed UTF-8", wrong.expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
    void acceptsTheEdgesOfUtf8(String hex) throws MalformedJson {
        String text = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
        assertEquals(text, scan("{\"a\":\"" + text + "\"}").text("a"));
    }

    @Test
    void goesSoDeepAndNoDeeper() throws MalformedJson {
        String most = "[".repeat(511) + "]".repeat(511);
        assertTrue(scan("{\"a\":" + most + "}").has("a"));
        MalformedJson wrong = assertThrows(MalformedJson.class, () -> scan("{\"a\":[" + most + "]}"));
        assertEquals("at most 512 objects and arrays in each other", wrong.expected());
    }

    @Test
    void looksAtNoByteBehindTheLength() throws MalformedJson {
        byte[] bytes = "{\"a\":1}garbage".getBytes(StandardCharsets.UTF_8);
        assertTrue(JsonObjectView.scan(bytes, 7).has("a"));
        assertThrows(MalformedJson.class, () -> JsonObjectView.scan(bytes, 6));
    }
}
