package io.aiplat.models;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the front of a [GGUF](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) file, believing
/// nothing: every count is bounded before it is used.
final class GgufReader {
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int LONGEST_TEXT = 16 << 20;
    private static final long MOST_ELEMENTS = 64L << 20;
    private static final long MOST_ENTRIES = 1 << 16;
    private static final long MOST_TENSORS = 1 << 20;
    private static final int MOST_DIMENSIONS = 4;

    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    /// Bytes of a value by type number; 0 for those of no fixed size.
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final InputStream in;
    private long position;

    GgufReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /// What a file says of itself.
    ///
    /// @param entries  its metadata, without arrays: numbers as Long or Double, flags as Boolean, texts as
    ///                 String
    /// @param tensors  how many there are
    /// @param complete bytes the file must at least have for all its tensors to be in it
    record Front(Map<String, Object> entries, long tensors, long complete) {
        Front {
            entries = Map.copyOf(entries);
        }
    }

    /// Reads up to the weights.
    ///
    /// @throws Malformed   if it is no GGUF file that can be trusted; says why in a full sentence
    /// @throws IOException if it cannot be read
    Front read() throws IOException {
        try {
            if (int32() != MAGIC) {
                throw new Malformed("It does not begin with the four letters GGUF.");
            }
            int version = int32();
            if (version != 2 && version != 3) {
                throw new Malformed("It is GGUF version " + version + "; versions 2 and 3 can be read.");
            }
            long tensors = bounded("tensors", int64(), MOST_TENSORS);
            long entryCount = bounded("metadata entries", int64(), MOST_ENTRIES);
            Map<String, Object> entries = new TreeMap<>();
            for (long i = 0; i < entryCount; i++) {
                entry(entries);
            }
            long weights = 0;
            for (long i = 0; i < tensors; i++) {
                weights = Math.max(weights, tensorEnd());
            }
            long alignment = entries.get("general.alignment") instanceof Long given && given > 0 ? given : 32;
            long start = (position + alignment - 1) / alignment * alignment;
            return new Front(entries, tensors, tensors == 0 ? position : Math.addExact(start, weights));
        } catch (EOFException _) {
            throw new Malformed("It ends after " + position + " bytes, in the middle of its header.");
        } catch (ArithmeticException _) {
            throw new Malformed("It claims tensors larger than any file.");
        }
    }

    private void entry(Map<String, Object> entries) throws IOException {
        String key = text();
        int type = int32();
        if (type == ARRAY) {
            skipArray(key);
            return;
        }
        Object value = value(key, type);
        if (entries.put(key, value) != null) {
            throw new Malformed("Its metadata has " + key + " twice.");
        }
    }

    private Object value(String key, int type) throws IOException {
        return switch (type) {
            case 0 -> (long) int8();
            case 1 -> (long) (byte) int8();
            case 2 -> int16() & 0xFFFFL;
            case 3 -> (long) (short) int16();
            case 4 -> int32() & 0xFFFF_FFFFL;
            case 5 -> (long) int32();
            case 6 -> (double) Float.intBitsToFloat(int32());
            case 7 -> int8() != 0;
            case TEXT -> text();
            case 10, 11 -> int64();
            case 12 -> Double.longBitsToDouble(int64());
            default -> throw new Malformed("Its metadata entry " + key + " has the unknown type " + type + ".");
        };
    }

    private void skipArray(String key) throws IOException {
        int type = int32();
        long count = bounded("elements in " + key, int64(), MOST_ELEMENTS);
        if (type == TEXT) {
            for (long i = 0; i < count; i++) {
                skip(bounded("bytes in a text", int64(), LONGEST_TEXT));
            }
        } else if (type >= 0 && type < VALUE_BYTES.length && VALUE_BYTES[type] > 0) {
            skip(count * VALUE_BYTES[type]);
        } else {
            throw new Malformed("Its metadata entry " + key + " is a list of the unknown type " + type + ".");
        }
    }

    /// Where a tensor ends, counted from the first one's begin.
    private long tensorEnd() throws IOException {
        String name = text();
        int dimensions = int32();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new Malformed("Its tensor " + name + " has " + dimensions + " dimensions.");
        }
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            long length = int64();
            if (length < 1) {
                throw new Malformed("Its tensor " + name + " has a dimension of " + length + ".");
            }
            elements = Math.multiplyExact(elements, length);
        }
        int type = int32();
        TensorType known = TensorType.of(type);
        if (known == null) {
            throw new Malformed("Its tensor " + name + " has the unknown type " + type + ".");
        }
        long offset = int64();
        if (offset < 0) {
            throw new Malformed("Its tensor " + name + " begins before the file.");
        }
        return Math.addExact(offset, known.bytes(elements));
    }

    private static long bounded(String what, long count, long most) throws Malformed {
        if (count < 0 || count > most) {
            throw new Malformed("It claims " + Long.toUnsignedString(count) + " " + what + ".");
        }
        return count;
    }

    private String text() throws IOException {
        int length = (int) bounded("bytes in a text", int64(), LONGEST_TEXT);
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
        position += bytes;
    }

    private int int8() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        position++;
        return value;
    }

    private int int16() throws IOException {
        return int8() | (int8() << 8);
    }

    private int int32() throws IOException {
        return int16() | (int16() << 16);
    }

    private long int64() throws IOException {
        return (int32() & 0xFFFF_FFFFL) | ((long) int32() << 32);
    }

    /// The file is no GGUF file that can be trusted.
    static final class Malformed extends IOException {
        Malformed(String why) {
            super(why);
        }
    }

    /// How a tensor's numbers are packed: so many of them in so many bytes.
    private record TensorType(int elements, int bytes) {
        private static final Map<Integer, TensorType> KNOWN = Map.ofEntries(
                Map.entry(0, new TensorType(1, 4)), // F32
                Map.entry(1, new TensorType(1, 2)), // F16
                Map.entry(2, new TensorType(32, 18)), // Q4_0
                Map.entry(3, new TensorType(32, 20)), // Q4_1
                Map.entry(6, new TensorType(32, 22)), // Q5_0
                Map.entry(7, new TensorType(32, 24)), // Q5_1
                Map.entry(8, new TensorType(32, 34)), // Q8_0
                Map.entry(9, new TensorType(32, 36)), // Q8_1
                Map.entry(10, new TensorType(256, 84)), // Q2_K
                Map.entry(11, new TensorType(256, 110)), // Q3_K
                Map.entry(12, new TensorType(256, 144)), // Q4_K
                Map.entry(13, new TensorType(256, 176)), // Q5_K
                Map.entry(14, new TensorType(256, 210)), // Q6_K
                Map.entry(15, new TensorType(256, 292)), // Q8_K
                Map.entry(16, new TensorType(256, 66)), // IQ2_XXS
                Map.entry(17, new TensorType(256, 74)), // IQ2_XS
                Map.entry(18, new TensorType(256, 98)), // IQ3_XXS
                Map.entry(19, new TensorType(256, 50)), // IQ1_S
                Map.entry(20, new TensorType(32, 18)), // IQ4_NL
                Map.entry(21, new TensorType(256, 110)), // IQ3_S
                Map.entry(22, new TensorType(256, 82)), // IQ2_S
                Map.entry(23, new TensorType(256, 136)), // IQ4_XS
                Map.entry(24, new TensorType(1, 1)), // I8
                Map.entry(25, new TensorType(1, 2)), // I16
                Map.entry(26, new TensorType(1, 4)), // I32
                Map.entry(27, new TensorType(1, 8)), // I64
                Map.entry(28, new TensorType(1, 8)), // F64
                Map.entry(29, new TensorType(256, 56)), // IQ1_M
                Map.entry(30, new TensorType(1, 2)), // BF16
                Map.entry(34, new TensorType(256, 54)), // TQ1_0
                Map.entry(35, new TensorType(256, 66))); // TQ2_0

        static @Nullable TensorType of(int number) {
            return KNOWN.get(number);
        }

        long bytes(long count) {
            return Math.multiplyExact(Math.ceilDiv(count, elements), (long) bytes);
        }
    }
}
