package io.aiplat.gateway.api;

import com.knuddels.jtokkit.api.EncodingType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Detokenizer of OpenAI's byte pair encoding `cl100k_base`, with which clients such as LangChain turn text
/// into numbers before they ask for vectors. No engine has that vocabulary, so the numbers are read back to the
/// text.
///
/// The vocabulary comes with jtokkit. Only decoding is needed, so it is kept as 1.2 MB of bytes with an index
/// rather than as the maps that encoding takes, and only once somebody sends numbers.
final class Cl100k {
    private static final String RESOURCE = "/com/knuddels/jtokkit/cl100k_base.tiktoken";
    private static final int TOKENS = 100_256;

    private final byte[] bytes;
    /// Where each token begins; one more than there are tokens.
    private final int[] begins;

    private Cl100k(byte[] bytes, int[] begins) {
        this.bytes = bytes;
        this.begins = begins;
    }

    /// Read once.
    private static final class Vocabulary {
        static final Cl100k ONE = read();
    }

    /// A line is the token in base64, a blank, and its number; the numbers go up by one.
    private static Cl100k read() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] begins = new int[TOKENS + 1];
        try (InputStream stream = EncodingType.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the JAR lacks " + RESOURCE);
            }
            List<String> lines = new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (lines.size() != TOKENS) {
                throw new IllegalStateException(RESOURCE + " has " + lines.size() + " tokens");
            }
            for (int i = 0; i < TOKENS; i++) {
                String[] parts = lines.get(i).split(" ", 2);
                if (Integer.parseInt(parts[1]) != i) {
                    throw new IllegalStateException(RESOURCE + " has another order");
                }
                begins[i] = all.size();
                all.writeBytes(Base64.getDecoder().decode(parts[0]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("our own JAR", e);
        }
        begins[TOKENS] = all.size();
        return new Cl100k(all.toByteArray(), begins);
    }

    /// How many bytes a token stands for; -1 for a number that is none.
    static int length(long token) {
        if (token < 0 || token >= TOKENS) {
            return -1;
        }
        Cl100k all = Vocabulary.ONE;
        return all.begins[(int) token + 1] - all.begins[(int) token];
    }

    /// The text of tokens. A client may cut a text in the middle of a character; half of one is a replacement
    /// character.
    ///
    /// @param tokens whose [#length] is known
    static String text(int[] tokens) {
        Cl100k all = Vocabulary.ONE;
        int size = 0;
        for (int token : tokens) {
            size += all.begins[token + 1] - all.begins[token];
        }
        byte[] text = new byte[size];
        int at = 0;
        for (int token : tokens) {
            int begin = all.begins[token];
            int length = all.begins[token + 1] - begin;
            System.arraycopy(all.bytes, begin, text, at, length);
            at += length;
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
