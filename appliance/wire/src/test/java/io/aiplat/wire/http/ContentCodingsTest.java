package io.aiplat.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that clients have compressed.
class ContentCodingsTest {
    private static final int LIMIT = 1 << 20;

    private final CountedBudget budget = new CountedBudget();

    private static byte[] lines(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String more = "abcdefghij".substring(i * 7 % 10, i * 7 % 10 + 1).repeat(i % 13);
            all.append("{\"i\":").append(i).append(",\"square\":").append((long) i * i);
            all.append(",\"text\":\"the quick brown fox ").append(more).append("\"}\n");
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sample(String name) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readAllBytes(Path.of("src/test/resources/zstandard", name + ".b64")));
    }

    private String decoded(byte[] coded, String codings, int most) throws IOException {
        Headers headers = new Headers().add("content-encoding", codings);
        RequestBody from = RequestBody.of(coded);
        try (RequestBody body = ContentCodings.decoded(from, ContentCodings.of(headers), most, budget)) {
            return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
        } finally {
            assertEquals(0, budget.held, "all memory is given back");
        }
    }

    private interface Compressing {
        OutputStream over(OutputStream to) throws IOException;
    }

    private static byte[] coded(byte[] plain, Compressing how) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream to = how.over(all)) {
            to.write(plain);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        return coded(plain, GZIPOutputStream::new);
    }

    @ParameterizedTest
    @CsvSource({"lines.fast.zst,300", "lines.3.zst,300", "lines.19.zst,300", "many.19.zst,2500"})
    void zstandardComesOutAsItWas(String name, int lines) throws IOException {
        assertEquals(new String(lines(lines), StandardCharsets.UTF_8), decoded(sample(name), "zstd", LIMIT));
    }

    @Test
    void gzipAndDeflateComeOutAsTheyWere() throws IOException {
        byte[] plain = lines(300);
        String expected = new String(plain, StandardCharsets.UTF_8);

        assertEquals(expected, decoded(gzip(plain), "gzip", LIMIT));
        assertEquals(expected, decoded(gzip(plain), "X-GZIP", LIMIT));
        assertEquals(expected, decoded(coded(plain, DeflaterOutputStream::new), "deflate", LIMIT));
        byte[] bare = coded(plain, to -> new DeflaterOutputStream(to, new Deflater(9, true)));
        assertEquals(expected, decoded(bare, "deflate", LIMIT));
        assertEquals(expected, decoded(gzip(coded(plain, DeflaterOutputStream::new)), "deflate, gzip", LIMIT));
        assertEquals(expected, decoded(plain, "identity", LIMIT));
    }

    /// The limit holds for what comes out, to the byte, and what is beyond it is never there.
    @Test
    void theLimitIsThatOfWhatComesOut() throws IOException {
        byte[] plain = lines(300);

        assertEquals(plain.length, decoded(gzip(plain), "gzip", plain.length).length());
        assertEquals(
                plain.length,
                decoded(sample("lines.19.zst"), "zstd", plain.length).length());
        for (String coding : new String[] {"gzip", "zstd"}) {
            byte[] coded = coding.equals("gzip") ? gzip(plain) : sample("lines.19.zst");
            MalformedRequest refused =
                    assertThrows(MalformedRequest.class, () -> decoded(coded, coding, plain.length - 1));
            assertEquals(413, refused.status(), coding);
        }
    }

    @Test
    void aBombEndsAtTheLimit() throws IOException {
        byte[] zeros = gzip(new byte[40_000_000]);
        budget.most = 4 * LIMIT;

        for (int i = 0; i < 2; i++) {
            byte[] bomb = i == 0 ? zeros : sample("zeros.zst");
            String coding = i == 0 ? "gzip" : "zstd";
            MalformedRequest refused = assertThrows(MalformedRequest.class, () -> decoded(bomb, coding, LIMIT));
            assertEquals(413, refused.status());
        }
    }

    @Test
    void withoutMemoryNothingComesOut() throws IOException {
        budget.most = 300_000;

        assertThrows(IOException.class, () -> decoded(gzip(new byte[900_000]), "gzip", LIMIT));
        assertEquals(0, budget.held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "zst", "gzip, br", "gzip, gzip, gzip", "aes128gcm"})
    void anUnknownCodingIsNamedAsSuch(String coding) {
        MalformedRequest refused = assertThrows(MalformedRequest.class, () -> decoded(new byte[] {1}, coding, LIMIT));

        assertEquals(415, refused.status());
        assertTrue(refused.reason().contains("gzip, deflate, zstd"), refused.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void whatIsNotInItsCodingIsRefused(String coding) throws IOException {
        byte[] whole = coding.equals("zstd") ? sample("lines.3.zst") : gzip(lines(300));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        for (byte[] wrong : new byte[][] {cut, lines(1), {1}}) {
            MalformedRequest refused = assertThrows(MalformedRequest.class, () -> decoded(wrong, coding, LIMIT));
            assertEquals(400, refused.status());
        }
    }

    /// Whatever the bytes are, it ends, within the limit, and never in another failure.
    @Test
    void changedBytesAreDecodedOrRefused() throws IOException {
        Random random = new Random(1);
        byte[] whole = sample("lines.19.zst");
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                decoded(changed, "zstd", LIMIT);
            } catch (MalformedRequest _) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }
}
