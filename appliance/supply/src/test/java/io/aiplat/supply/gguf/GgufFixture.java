package io.aiplat.supply.gguf;

import io.aiplat.supply.BundledModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Makes foreign GGUF files: out of a packed model by writing other texts into its metadata, and small ones of their
/// own.
public final class GgufFixture {
    private static final int ALIGNMENT = 32;
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private GgufFixture() {}

    /// The bytes of a packed model.
    public static byte[] bytes(BundledModel model) throws IOException {
        try (InputStream in = model.open()) {
            return in.readAllBytes();
        }
    }

    /// The same file with other values for some text entries, which must be there.
    public static byte[] with(byte[] gguf, Map<String, String> texts) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(gguf).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(gguf, 0, 24);
        in.position(8);
        long tensors = in.getLong();
        long entries = in.getLong();
        int replaced = 0;
        for (long i = 0; i < entries; i++) {
            int begin = in.position();
            String key = text(in);
            int type = in.getInt();
            int valueAt = in.position();
            skip(in, type);
            if (texts.containsKey(key)) {
                out.write(gguf, begin, valueAt - begin);
                byte[] value = texts.get(key).getBytes(StandardCharsets.UTF_8);
                ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                out.write(length.putLong(value.length).array());
                out.write(value);
                replaced++;
            } else {
                out.write(gguf, begin, in.position() - begin);
            }
        }
        if (replaced != texts.size()) {
            throw new IllegalArgumentException("not all of " + texts.keySet() + " are in the file");
        }
        int begin = in.position();
        for (long i = 0; i < tensors; i++) {
            text(in);
            int dimensions = in.getInt();
            in.position(in.position() + 8 * dimensions + 4 + 8);
        }
        out.write(gguf, begin, in.position() - begin);
        int weights = aligned(in.position());
        out.write(new byte[aligned(out.size()) - out.size()]);
        out.write(gguf, weights, gguf.length - weights);
        return out.toByteArray();
    }

    /// A whole file with one tensor and nothing else but an architecture, `llama`.
    ///
    /// @param type     of the tensor, by llama.cpp's numbers
    /// @param elements of the tensor
    /// @param bytes    that are there for it
    public static byte[] oneTensor(int type, long elements, int bytes) {
        ByteBuffer out = ByteBuffer.allocate(256 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(1).putLong(1);
        put(out, "general.architecture").putInt(8);
        put(out, "llama");
        put(out, "x").putInt(1).putLong(elements).putInt(type).putLong(0);
        return Arrays.copyOf(out.array(), aligned(out.position()) + bytes);
    }

    private static ByteBuffer put(ByteBuffer out, String text) {
        return out.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int aligned(int position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Math.toIntExact(in.getLong())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void skip(ByteBuffer in, int type) {
        if (type == 8) {
            text(in);
        } else if (type == 9) {
            int inner = in.getInt();
            long count = in.getLong();
            for (long i = 0; i < count; i++) {
                skip(in, inner);
            }
        } else {
            in.position(in.position() + VALUE_BYTES[type]);
        }
    }
}
