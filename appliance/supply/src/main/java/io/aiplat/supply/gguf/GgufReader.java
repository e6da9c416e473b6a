package io.aiplat.supply.gguf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A parser of untrusted input: reads the front of a
/// [GGUF](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) file, believing nothing.
///
/// Every count is bounded and compared with the bytes the file still has before it is used, and nothing is
/// allocated from a number in the file: what is not needed is skipped, and what is kept has a budget of its own.
/// The size of a file says little of what is in it, for a sparse one is as large as it likes and costs nothing; so
/// the header has a bound too.
final class GgufReader {
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int LONGEST_TEXT = 16 << 20;
    /// The format allows no longer keys.
    private static final int LONGEST_KEY = 0xFFFF;
    /// The longest chat templates known have some ten thousand bytes.
    private static final int LONGEST_VALUE = 1 << 20;
    private static final int LONGEST_TENSOR_NAME = 1 << 10;
    /// Bytes of keys and texts that are kept, of one file.
    private static final int MOST_KEPT = 4 << 20;
    /// Bytes up to the weights; a vocabulary of a quarter of a million tokens takes some ten million.
    private static final long LARGEST_HEADER = 256L << 20;
    /// A name out of a file, as far as a message quotes it.
    private static final int QUOTED = 80;
    /// The texts that are of use here; others are skipped.
    private static final Set<String> WANTED = Set.of(
            "general.architecture",
            "general.license",
            "general.license.name",
            "tokenizer.ggml.model",
            "tokenizer.ggml.pre",
            "tokenizer.chat_template");

    private static final String TOKENS = "tokenizer.ggml.tokens";
    /// A list with no more elements may have one number for each layer, and is kept; llama.cpp takes 512 layers.
    private static final int LONGEST_KEPT_LIST = 1024;
    private static final long MOST_ELEMENTS = 64L << 20;
    private static final long MOST_ENTRIES = 1 << 16;
    private static final long MOST_TENSORS = 1 << 20;
    private static final int MOST_DIMENSIONS = 4;
    /// Bytes: an empty key, a type and a flag.
    private static final int SMALLEST_ENTRY = 8 + 4 + 1;
    /// Bytes: an empty name, no dimensions, a type and an offset.
    private static final int SMALLEST_TENSOR = 8 + 4 + 4 + 8;

    private static final int FLAG = 7;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    /// Bytes of a value by type number; 0 for those of no fixed size.
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final InputStream in;
    private final long bytes;
    private long position;
    private long kept;
    private final GgufTensorSums sums = new GgufTensorSums();
    private int longestToken;
    private int vocabulary;
    private int newestType;
    private final @Nullable GgufLayout layout;

    /// @param bytes how many the file has
    GgufReader(InputStream in, long bytes) {
        this(in, bytes, null);
    }

    /// The same for who wants to know where everything is.
    ///
    /// @param layout that is filled in; null for none
    GgufReader(InputStream in, long bytes, @Nullable GgufLayout layout) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.bytes = bytes;
        this.layout = layout;
    }

    /// What a file says of itself.
    ///
    /// @param entries      its metadata: numbers as Long or Double, flags as Boolean, texts as String, short lists
    ///                     of whole numbers and flags as List of Long; texts that are of no use here are empty, and
    ///                     other lists are not there
    /// @param tensors      how many there are
    /// @param complete     bytes the file must at least have for all its tensors to be in it
    /// @param newestType   the highest number of a tensor type in it, by which llama.cpp counts them
    /// @param longestToken bytes of the longest token of its vocabulary; 0 where it has none
    /// @param vocabulary   tokens in it; 0 where it has none
    /// @param sums         over its tensors
    record Front(
            Map<String, Object> entries,
            long tensors,
            long complete,
            int newestType,
            int longestToken,
            int vocabulary,
            GgufTensors sums) {
        Front {
            entries = Map.copyOf(entries);
        }
    }

    /// Reads up to the weights.
    ///
    /// @throws Malformed         if it is no GGUF file that can be trusted; says why in a full sentence
    /// @throws UnknownTensorType if a tensor is of none of the types of [TensorType]
    /// @throws IOException       if it cannot be read
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
            require(tensors * SMALLEST_TENSOR + entryCount * SMALLEST_ENTRY);
            Map<String, Object> entries = new TreeMap<>();
            for (long i = 0; i < entryCount; i++) {
                entry(entries);
            }
            long weights = 0;
            for (long i = 0; i < tensors; i++) {
                weights = Math.max(weights, tensorEnd());
            }
            long alignment = entries.get("general.alignment") instanceof Long given && given > 0 ? given : 32;
            long start = Math.multiplyExact(Math.ceilDiv(position, alignment), alignment);
            long complete = tensors == 0 ? position : Math.addExact(start, weights);
            if (layout != null) {
                layout.weightsAt(version, alignment, start);
            }
            return new Front(entries, tensors, complete, newestType, longestToken, vocabulary, sums.sums());
        } catch (EOFException _) {
            throw new Malformed("It ends after " + position + " bytes, in the middle of its header.");
        } catch (ArithmeticException _) {
            throw new Malformed("It claims tensors larger than any file.");
        }
    }

    private void entry(Map<String, Object> entries) throws IOException {
        long begin = position;
        String key = keptText("bytes in a text", LONGEST_KEY);
        int type = int32();
        Object value = type == ARRAY ? list(key) : value(key, type);
        if (value != null && entries.put(key, value) != null) {
            throw new Malformed("Its metadata has " + quoted(key) + " twice.");
        }
        if (layout != null) {
            layout.entry(key, begin, position);
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
            case FLAG -> int8() != 0;
            case TEXT -> WANTED.contains(key) ? keptText("bytes in " + key, LONGEST_VALUE) : skippedText();
            case 10, 11 -> int64();
            case 12 -> Double.longBitsToDouble(int64());
            default -> throw new Malformed("Its metadata entry " + quoted(key) + " has the unknown type " + type + ".");
        };
    }

    /// A list, if it is one of those that are kept.
    private @Nullable List<Long> list(String key) throws IOException {
        int type = int32();
        long count = bounded("elements in " + quoted(key), int64(), MOST_ELEMENTS);
        if (isWhole(type) && count <= LONGEST_KEPT_LIST) {
            keep(count * Long.BYTES);
            require(count * VALUE_BYTES[type]);
            List<Long> list = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                Object value = value(key, type);
                list.add(value instanceof Long number ? number : value.equals(true) ? 1L : 0L);
            }
            return List.copyOf(list);
        }
        skipList(key, type, count);
        return null;
    }

    private static boolean isWhole(int type) {
        return (type >= 0 && type <= 5) || type == FLAG || type == 10 || type == 11;
    }

    private void skipList(String key, int type, long count) throws IOException {
        if (type == TEXT) {
            require(count * Long.BYTES);
            int longest = 0;
            for (long i = 0; i < count; i++) {
                int length = (int) bounded("bytes in a text", int64(), LONGEST_TEXT);
                longest = Math.max(longest, length);
                skip(length);
            }
            longestToken = key.equals(TOKENS) ? longest : longestToken;
            vocabulary = key.equals(TOKENS) ? (int) count : vocabulary;
        } else if (type >= 0 && type < VALUE_BYTES.length && VALUE_BYTES[type] > 0) {
            skip(count * VALUE_BYTES[type]);
        } else {
            throw new Malformed("Its metadata entry " + quoted(key) + " is a list of the unknown type " + type + ".");
        }
    }

    /// Where a tensor ends, counted from the first one's begin.
    private long tensorEnd() throws IOException {
        long begin = position;
        String whole = text("bytes in a name", LONGEST_TENSOR_NAME);
        String name = quoted(whole);
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
            throw new UnknownTensorType(type);
        }
        newestType = Math.max(newestType, type);
        long front = position;
        long offset = int64();
        if (offset < 0) {
            throw new Malformed("Its tensor " + name + " begins before the file.");
        }
        sums.add(whole, known, elements);
        if (layout != null) {
            layout.tensor(begin, front, offset, known.bytes(elements));
        }
        return Math.addExact(offset, known.bytes(elements));
    }

    private static long bounded(String what, long count, long most) throws Malformed {
        if (count < 0 || count > most) {
            throw new Malformed("It claims " + Long.toUnsignedString(count) + " " + what + ".");
        }
        return count;
    }

    /// A text that stays in memory.
    private String keptText(String what, int longest) throws IOException {
        String text = text(what, longest);
        keep(text.length());
        return text;
    }

    private void keep(long more) throws Malformed {
        kept += more;
        if (kept > MOST_KEPT) {
            throw new Malformed("Its metadata has more than " + (MOST_KEPT >> 20) + " MiB of keys and texts.");
        }
    }

    private String text(String what, int longest) throws IOException {
        int length = (int) bounded(what, int64(), longest);
        require(length);
        byte[] text = in.readNBytes(length);
        position += text.length;
        if (text.length < length) {
            throw new EOFException();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private String skippedText() throws IOException {
        skip(bounded("bytes in a text", int64(), LONGEST_TEXT));
        return "";
    }

    private static String quoted(String name) {
        return name.length() <= QUOTED ? name : name.substring(0, QUOTED) + "...";
    }

    /// Whether so many bytes can follow.
    private void require(long count) throws IOException {
        if (count > bytes - position) {
            throw new EOFException();
        }
        if (count > LARGEST_HEADER - position) {
            throw new Malformed("Its header has more than " + (LARGEST_HEADER >> 20) + " MiB.");
        }
    }

    private void skip(long count) throws IOException {
        require(count);
        in.skipNBytes(count);
        position += count;
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

    /// A tensor is of a type whose size is not known, so where it ends is not known either.
    static final class UnknownTensorType extends IOException {
        private static final long serialVersionUID = 1;
        private final int number;

        UnknownTensorType(int number) {
            this.number = number;
        }

        /// The type, by llama.cpp's numbers; any number at all.
        int number() {
            return number;
        }
    }
}
