package io.aiplat.supply.gguf;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tensor type of ggml, the library under llama.cpp: how a tensor's numbers are packed, so many of them in a
/// block of so many bytes.
///
/// The numbers are those of `ggml_type` in
/// [ggml.h](https://github.com/ggml-org/llama.cpp/blob/master/ggml/include/ggml.h), which only grows. What is missing
/// between them was given up: files with such tensors are read by nobody any more.
enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9, 32, 40),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    IQ2_XXS(16, 256, 66),
    IQ2_XS(17, 256, 74),
    IQ3_XXS(18, 256, 98),
    IQ1_S(19, 256, 50),
    IQ4_NL(20, 32, 18),
    IQ3_S(21, 256, 110),
    IQ2_S(22, 256, 82),
    IQ4_XS(23, 256, 136),
    I8(24, 1, 1),
    I16(25, 1, 2),
    I32(26, 1, 4),
    I64(27, 1, 8),
    F64(28, 1, 8),
    IQ1_M(29, 256, 56),
    BF16(30, 1, 2),
    TQ1_0(34, 256, 54),
    TQ2_0(35, 256, 66),
    MXFP4(39, 32, 17),
    NVFP4(40, 64, 36),
    Q1_0(41, 128, 18),
    Q2_0(42, 64, 18);

    private static final Map<Integer, TensorType> BY_NUMBER = new HashMap<>();

    static {
        for (TensorType type : values()) {
            BY_NUMBER.put(type.number, type);
        }
    }

    private final int number;
    private final int elements;
    private final int bytes;

    TensorType(int number, int elements, int bytes) {
        this.number = number;
        this.elements = elements;
        this.bytes = bytes;
    }

    /// The type of this number; null where none is known.
    static @Nullable TensorType of(int number) {
        return BY_NUMBER.get(number);
    }

    /// A number of llama.cpp's for people, with the type's name where one is known: `39 (MXFP4)`.
    static String words(int number) {
        TensorType known = of(number);
        return known == null ? String.valueOf(number) : number + " (" + known.name() + ")";
    }

    /// Bytes that so many numbers take, of which the last block may have fewer than its share.
    ///
    /// @throws ArithmeticException if they are more than a long can say
    long bytes(long count) {
        return Math.multiplyExact(Math.ceilDiv(count, elements), (long) bytes);
    }
}
