package io.aiplat.supply.fit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Cache type: how the numbers of a KV cache are packed, so many of them in a block of so many bytes.
///
/// The words are those that `llama-server --cache-type-k` takes, the sizes those of ggml's types of the same names
/// ([ggml-common.h](https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h)). Ollama takes the three
/// that [#isUsual].
public enum CacheType {
    /// Four bytes each.
    F32(1, 4),
    /// Two bytes each: what engines take where nothing is said.
    F16(1, 2),
    /// Two bytes each, with the range of four.
    BF16(1, 2),
    /// Eight bits and a half.
    Q8_0(32, 34),
    /// Six bits.
    Q5_1(32, 24),
    /// Five bits and a half.
    Q5_0(32, 22),
    /// Five bits.
    Q4_1(32, 20),
    /// Four bits and a half.
    Q4_0(32, 18),
    /// Four bits and a half, unevenly spaced.
    IQ4_NL(32, 18);

    private final int numbers;
    private final int bytes;

    CacheType(int numbers, int bytes) {
        this.numbers = numbers;
        this.bytes = bytes;
    }

    /// Bytes of a row; a block that is begun is there as a whole.
    ///
    /// @param width numbers in it, 0 or more
    long bytes(long width) {
        return Math.ceilDiv(width, numbers) * bytes;
    }

    /// Whether every engine has it.
    public boolean isUsual() {
        return this == F16 || this == Q8_0 || this == Q4_0;
    }

    /// Its word: `q8_0`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The type of a word, whatever its case.
    public static Optional<CacheType> of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// All words, for people.
    public static String words() {
        return Arrays.stream(values()).map(CacheType::word).collect(Collectors.joining(", "));
    }
}
