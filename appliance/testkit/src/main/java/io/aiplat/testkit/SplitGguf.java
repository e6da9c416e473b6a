package io.aiplat.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a GGUF file in two as `llama-gguf-split` does: all metadata in the first part, tensors in both.
public final class SplitGguf {
    private static final int ALIGNMENT = 32;
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private SplitGguf() {}

    private static final class Tensor {
        private final byte[] front;
        private final long offset;
        private final int type;

        private Tensor(byte[] front, long offset, int type) {
            this.front = front;
            this.offset = offset;
            this.type = type;
        }
    }

    /// Both parts, to be called `NAME-00001-of-00002.gguf` and `NAME-00002-of-00002.gguf`.
    public static List<byte[]> inTwo(byte[] gguf) {
        ByteBuffer in = ByteBuffer.wrap(gguf).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.getInt(4);
        long count = in.getLong(8);
        long entries = in.getLong(16);
        in.position(24);
        for (long i = 0; i < entries; i++) {
            text(in);
            skip(in, in.getInt());
        }
        byte[] metadata = slice(gguf, 24, in.position());
        List<Tensor> tensors = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            int begin = in.position();
            text(in);
            int dimensions = in.getInt();
            in.position(in.position() + 8 * dimensions);
            byte[] front = slice(gguf, begin, in.position());
            int type = in.getInt();
            tensors.add(new Tensor(front, in.getLong(), type));
        }
        int weights = aligned(in.position());
        int half = tensors.size() / 2;
        long cut = tensors.get(half).offset;
        return List.of(
                part(
                        version,
                        0,
                        count,
                        metadata,
                        entries,
                        tensors.subList(0, half),
                        slice(gguf, weights, (int) (weights + cut)),
                        0),
                part(
                        version,
                        1,
                        count,
                        new byte[0],
                        0,
                        tensors.subList(half, tensors.size()),
                        slice(gguf, (int) (weights + cut), gguf.length),
                        cut));
    }

    private static byte[] part(
            int version,
            int number,
            long all,
            byte[] metadata,
            long entries,
            List<Tensor> tensors,
            byte[] weights,
            long from) {
        ByteBuffer out = ByteBuffer.allocate(1024 + metadata.length + weights.length + tensors.size() * 256)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(version);
        out.putLong(tensors.size()).putLong(entries + 3).put(metadata);
        key(out, "split.no").putInt(2).putShort((short) number);
        key(out, "split.count").putInt(2).putShort((short) 2);
        key(out, "split.tensors.count").putInt(5).putInt((int) all);
        for (Tensor tensor : tensors) {
            out.put(tensor.front).putInt(tensor.type).putLong(tensor.offset - from);
        }
        out.position(aligned(out.position())).put(weights);
        return slice(out.array(), 0, out.position());
    }

    private static ByteBuffer key(ByteBuffer out, String key) {
        return out.putLong(key.length()).put(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] slice(byte[] bytes, int from, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, from, end - from);
        return out.toByteArray();
    }

    private static int aligned(int position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void text(ByteBuffer in) {
        int length = (int) in.getLong();
        in.position(in.position() + length);
    }

    private static void skip(ByteBuffer in, int type) {
        if (type == 8) {
            text(in);
        } else if (type == 9) {
            int of = in.getInt();
            long length = in.getLong();
            for (long i = 0; i < length; i++) {
                skip(in, of);
            }
        } else {
            in.position(in.position() + VALUE_BYTES[type]);
        }
    }
}
