package io.aiplat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static final long SEED = 20_261_121;

    @Test
    void findsWhatAByteByByteSearchFinds() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            // Few letters, so that beginnings of what is wanted are everywhere.
            byte[] text = letters(random, random.nextInt(60));
            byte[] wanted = letters(random, 1 + random.nextInt(5));
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);

            int expected = text(text).substring(0, to).indexOf(text(wanted), from);

            assertEquals(
                    expected,
                    ByteSearch.find(text, from, to, wanted),
                    () -> text(wanted) + " in " + text(text) + " from " + from + " to " + to);
        }
    }

    @Test
    void findsBytesAboveAscii() {
        byte[] text = "0123456789 grün und blau".getBytes(StandardCharsets.UTF_8);

        assertEquals(13, ByteSearch.find(text, 0, text.length, "ün".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] letters(Random random, int count) {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(3));
        }
        return letters;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
