package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static Tokenizer read(String info) throws IOException {
        String show = "{\"tensors\":[{\"name\":\"x\"}],\"model_info\":{" + info + "},\"capabilities\":[]}";
        return Tokenizer.read(new ByteArrayInputStream(show.getBytes(StandardCharsets.UTF_8)));
    }

    private static Tokenizer byteLevel(String... merges) throws IOException {
        return assertNotNullVocabulary(read("\"tokenizer.ggml.merges\":[\"" + String.join("\",\"", merges)
                + "\"],\"tokenizer.ggml.model\":\"gpt2\",\"tokenizer.ggml.tokens\":[\"whole\",\"\u0120whole\"]"));
    }

    private static Tokenizer assertNotNullVocabulary(Tokenizer vocabulary) {
        assertNotNull(vocabulary);
        return vocabulary;
    }

    @Test
    void joinsTheEarliestMergeFirst() throws IOException {
        Tokenizer vocabulary = byteLevel("b c", "a b", "a bc");
        assertEquals(1, vocabulary.count("abc"), "b c, then a bc");
        assertEquals(1, vocabulary.count("ab"));
        assertEquals(2, byteLevel("a b", "b c", "a bc").count("abc"), "a b, and nothing joins c to it");
        assertEquals(2, vocabulary.count("abcab"));
    }

    @Test
    void takesAWordThatIsATokenWhole() throws IOException {
        assertEquals(2, byteLevel("w h").count("whole whole"));
        assertEquals(5, byteLevel("w h").count("wholes"));
    }

    @Test
    void writesSpacesAndForeignLettersByteByByte() throws IOException {
        Tokenizer vocabulary = byteLevel("\u0120 a", "\u00c3 \u00b6");
        assertEquals(1, vocabulary.count(" a"));
        assertEquals(1, vocabulary.count("ö"));
        assertEquals(2, vocabulary.count("ä"));
        assertEquals(4, vocabulary.count("\ud83d\ude00"));
        assertEquals(0, vocabulary.count(""));
    }

    @Test
    void losesNoTokenWhereverItTakesATextApart() throws IOException {
        Tokenizer none = byteLevel("never seen");
        for (String text : new String[] {"a1b", "  x\n\n y\t", "don't", "日本 語", "e\u0301", "!? ...", "\u00a0 \r\n"}) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, none.count(text), text);
        }
    }

    @Test
    void joinsSentencePiecesByTheirScore() throws IOException {
        Tokenizer vocabulary = assertNotNullVocabulary(
                read("\"tokenizer.ggml.model\":\"llama\",\"tokenizer.ggml.tokens\":[\"\u2581\",\"a\",\"b\",\"ab\","
                        + "\"\u2581ab\",\"ba\"],\"tokenizer.ggml.scores\":[-9,-9,-9,-1,-2.5,-5]"));
        assertEquals(1, vocabulary.count("ab"));
        assertEquals(2, vocabulary.count("ab ab"));
        assertEquals(2, vocabulary.count("aba"), "ab, then the space to it, and ba is gone");
        assertEquals(1 + 3, vocabulary.count("日"), "byte by byte");
    }

    @Test
    void knowsWhenItDoesNotKnow() throws IOException {
        assertNull(read("\"tokenizer.ggml.model\":\"bert\",\"tokenizer.ggml.merges\":[\"a b\"]"));
        assertNull(read("\"tokenizer.ggml.model\":\"gpt2\",\"tokenizer.ggml.tokens\":null"));
        assertNull(read("\"tokenizer.ggml.model\":\"llama\",\"tokenizer.ggml.tokens\":[\"a\"]"));
    }

    @Test
    void staysFastWithTextsThatHaveNoGaps() throws IOException {
        assertEquals(50_000, byteLevel("a a").count("a".repeat(100_000)));
    }

    @Test
    void keepsTheFirstOfEqualTextsAndFindsAllOfMany() {
        MergeTable table = new MergeTable();
        for (int i = 0; i < 50_000; i++) {
            table.put("token " + i, i);
        }
        table.put("token 7", 1);
        assertEquals(50_000, table.size());
        for (int i = 0; i < 50_000; i++) {
            String text = "<token " + i + ">";
            assertEquals(i, table.value(text, 1, text.length() - 1));
        }
        assertTrue(Float.isNaN(table.value("token", 0, 5)));
    }
}
