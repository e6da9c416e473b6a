package io.aiplat.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// A projector (mmproj) for smoke: a vision transformer of two layers with weights out of nothing, after which a
/// picture
/// of 28 by 28 is four tokens without a meaning. Written as the
/// [GGUF format](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) has it.
final class TinyProjector {
    private static final int WIDTH = 32;
    private static final int INNER = 64;
    /// The width of smoke.
    private static final int OUTPUT = 128;

    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream weights = new ByteArrayOutputStream();
    private final Random random = new Random(1);
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int entryCount;
    private int tensorCount;

    private TinyProjector() {}

    static void write(Path file) throws IOException {
        Files.write(file, new TinyProjector().bytes());
    }

    private byte[] bytes() {
        text("general.architecture", "clip");
        text("clip.projector_type", "mlp");
        flag("clip.has_vision_encoder");
        flag("clip.use_gelu");
        number("clip.vision.image_size", 28);
        number("clip.vision.patch_size", 14);
        number("clip.vision.embedding_length", WIDTH);
        number("clip.vision.feed_forward_length", INNER);
        number("clip.vision.block_count", 2);
        number("clip.vision.projection_dim", OUTPUT);
        number("clip.vision.attention.head_count", 2);
        key("clip.vision.attention.layer_norm_epsilon", FLOAT32);
        put(4).putFloat(1e-5f);
        flush(entries);
        for (String name : List.of("clip.vision.image_mean", "clip.vision.image_std")) {
            key(name, ARRAY);
            put(24).putInt(FLOAT32).putLong(3).putFloat(0.5f).putFloat(0.5f).putFloat(0.5f);
            flush(entries);
        }
        tensor("v.class_embd", WIDTH);
        tensor("v.patch_embd.weight", 14, 14, 3, WIDTH);
        tensor("v.position_embd.weight", WIDTH, 5);
        pair("v.pre_ln", WIDTH);
        pair("v.post_ln", WIDTH);
        for (int layer = 0; layer < 2; layer++) {
            String block = "v.blk." + layer + ".";
            for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_out")) {
                pair(block + part, WIDTH, WIDTH);
            }
            pair(block + "ln1", WIDTH);
            pair(block + "ln2", WIDTH);
            pair(block + "ffn_up", WIDTH, INNER);
            pair(block + "ffn_down", INNER, WIDTH);
        }
        pair("mm.0", WIDTH, OUTPUT);
        pair("mm.2", OUTPUT, OUTPUT);
        return joined();
    }

    private byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        put(24).put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(tensorCount)
                .putLong(entryCount);
        flush(all);
        all.writeBytes(entries.toByteArray());
        all.writeBytes(tensors.toByteArray());
        all.writeBytes(new byte[Math.floorMod(-all.size(), ALIGNMENT)]);
        all.writeBytes(weights.toByteArray());
        return all.toByteArray();
    }

    /// Weights and what is added to them.
    private void pair(String name, int... shape) {
        tensor(name + ".weight", shape);
        tensor(name + ".bias", shape[shape.length - 1]);
    }

    private void tensor(String name, int... shape) {
        string(tensors, name);
        put(4 + 8 * shape.length + 12).putInt(shape.length);
        int count = 1;
        for (int size : shape) {
            buffer.putLong(size);
            count *= size;
        }
        buffer.putInt(0).putLong(weights.size());
        flush(tensors);
        put(4 * count);
        for (int i = 0; i < count; i++) {
            buffer.putFloat((float) random.nextGaussian() * 0.05f);
        }
        flush(weights);
        weights.writeBytes(new byte[Math.floorMod(-weights.size(), ALIGNMENT)]);
        tensorCount++;
    }

    private void text(String name, String value) {
        key(name, STRING);
        string(entries, value);
    }

    private void flag(String name) {
        key(name, BOOL);
        entries.write(1);
    }

    private void number(String name, int value) {
        key(name, UINT32);
        put(4).putInt(value);
        flush(entries);
    }

    private void key(String name, int type) {
        string(entries, name);
        put(4).putInt(type);
        flush(entries);
        entryCount++;
    }

    private void string(ByteArrayOutputStream to, String text) {
        put(8 + text.length()).putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        flush(to);
    }

    private ByteBuffer put(int bytes) {
        buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return buffer;
    }

    private void flush(ByteArrayOutputStream to) {
        to.write(buffer.array(), 0, buffer.position());
    }
}
