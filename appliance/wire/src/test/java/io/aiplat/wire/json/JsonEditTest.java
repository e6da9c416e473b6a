package io.aiplat.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonEditTest {
    private static JsonEdit edit(String json) throws MalformedJson {
        return JsonObjectViewTest.scan(json).edit();
    }

    private static void becomes(String expected, JsonEdit edit) {
        assertEquals(expected, new String(edit.bytes(), StandardCharsets.UTF_8));
    }

    /// A long prompt is in memory once, however its request is changed.
    @Test
    void sharesWhatIsLongWithTheDocument() throws MalformedJson {
        String prompt = "\"" + "x".repeat(100_000) + "\"";
        byte[] document = json("{\"model\":\"a\",\"prompt\":" + prompt + ",\"n\":1}");
        JsonEdit edit = JsonObjectView.scan(document, document.length)
                .edit()
                .replace("model", "other")
                .set("seed", 7);

        List<ByteSlice> pieces = edit.segments();
        assertEquals(3, pieces.size());
        assertSame(document, pieces.get(1).bytes());
        assertEquals(prompt.length(), pieces.get(1).length());
        becomes("{\"model\":\"other\",\"prompt\":" + prompt + ",\"n\":1,\"seed\":7}", edit);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsEveryByteThatIsNotChanged() throws MalformedJson {
        String odd = " {\n \"a\" : 1.50 ,\t\"b\":\"\\u0061\" ,\r\n\"c\":[ 1 , 2 ] }\n";
        becomes(odd, edit(odd));
        assertTrue(edit(odd).isEmpty());
        becomes(odd.replace("1.50", "\"x\""), edit(odd).replace("a", "x"));
        becomes(odd.replace("\"b\"", "\"d\""), edit(odd).rename("b", "d"));
    }

    @Test
    void removesAMemberAndItsComma() throws MalformedJson {
        String three = "{\"a\":1, \"b\":2, \"c\":3}";
        becomes("{ \"b\":2, \"c\":3}", edit(three).remove("a"));
        becomes("{\"a\":1, \"c\":3}", edit(three).remove("b"));
        becomes("{\"a\":1, \"b\":2}", edit(three).remove("c"));
        becomes("{}", edit(three).remove("c").remove("a").remove("b"));
        becomes(three, edit(three).remove("x"));
    }

    @Test
    void addsAtTheEnd() throws MalformedJson {
        becomes(
                "{\"a\":1,\"b\":2,\"c\":\"x\"\n}",
                edit("{\"a\":1\n}").set("b", 2).set("c", "x"));
        becomes("{\"a\":true }", edit("{ }").set("a", json("true")));
        becomes("{\"b\":2}", edit("{\"a\":1}").remove("a").set("b", 2));
        becomes("{\"a\":2}", edit("{\"a\":1}").set("a", 2));
        becomes("{\"a\":1}", edit("{\"a\":1}").set("b", 2).remove("b"));
        becomes("{\"a\":1,\"b\":3}", edit("{\"a\":1}").set("b", 2).set("b", 3));
    }

    @Test
    void leavesNoOtherMemberOfTheSameName() throws MalformedJson {
        String twice = "{\"m\":\"x\",\"b\":1,\"\\u006d\":\"y\"}";
        becomes("{\"m\":\"z\",\"b\":1,\"\\u006d\":\"z\"}", edit(twice).replace("m", "z"));
        becomes("{\"b\":1}", edit(twice).remove("m"));
        becomes("{\"n\":\"x\",\"b\":1,\"n\":\"y\"}", edit(twice).rename("m", "n"));
    }

    @Test
    void renamesOverWhatHasThatName() throws MalformedJson {
        becomes("{\"b\":1}", edit("{\"a\":1,\"b\":2}").rename("a", "b"));
        becomes("{\"b\":3}", edit("{\"a\":1}").rename("a", "b").set("b", 3));
        becomes("{\"a\":1}", edit("{\"a\":1}").rename("x", "b"));
        becomes("{\"a\":1}", edit("{\"a\":1}").rename("a", "a"));
        becomes("{\"c\":2}", edit("{}").set("b", 2).rename("b", "c"));
    }

    @Test
    void editsWithin() throws MalformedJson {
        JsonObjectView outer = JsonObjectViewTest.scan("{\"a\":1,\"o\": {\"x\":1 , \"y\":2} }");
        JsonObjectView inner = outer.object("o");
        assertNotNull(inner);
        becomes(
                "{\"a\":1,\"o\": {\"x\":1 , \"y\":3} }",
                outer.edit().replace("o", inner.edit().replace("y", json("3")).bytes()));
    }

    @Test
    void quotesSoThatItReadsTheSame() throws MalformedJson {
        String text = "\"\\/\b\f\n\r\t\u0000\u001f\u007f \u00e4\u20ac\uD83D\uDE00 \uD800 \uDC00";
        JsonObjectView read =
                JsonObjectViewTest.scan(new String(edit("{}").set("t", text).bytes(), StandardCharsets.UTF_8));
        assertEquals(text, read.text("t"));
    }
}
