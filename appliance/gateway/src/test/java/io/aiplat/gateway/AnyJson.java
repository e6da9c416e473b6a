package io.aiplat.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Requests of all sizes and shapes, whole and broken, that are meant to cost more than they are.
final class AnyJson {
    private static final List<String> UNITS = List.of(
            "{}",
            "[]",
            "[[]]",
            "0",
            "-1.5e3",
            "\"\"",
            "\"a\"",
            "null",
            "{\"a\":0}",
            "{\"a\":{}}",
            "{\"#\":[]}",
            "{\"#\":{\"b\":[0]}}",
            "{\"role\":\"user\",\"content\":\"hi #\"}",
            "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"me@example.org\"}]}",
            "{\"type\":\"tool_result\",\"content\":[{\"type\":\"image\",\"source\":{\"data\":\"#\"}}]}",
            "\"\\u00e9\\ud83d\\ude00#\"",
            "\"漢字#\"");
    private static final List<String> NAMES =
            List.of("messages", "input", "prompt", "tools", "stop", "metadata", "stream_options", "documents", "x");

    private final RandomGenerator random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    private AnyJson(RandomGenerator random) {
        this.random = random;
    }

    /// @param most bytes
    static byte[] of(RandomGenerator random, String model, int most) {
        AnyJson json = new AnyJson(random);
        json.document(model, most);
        byte[] bytes = json.out.toByteArray();
        return random.nextInt(4) == 0 ? broken(bytes, random) : bytes;
    }

    private static byte[] broken(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 16), (byte) '"');
        }
        return bytes;
    }

    private void document(String model, int most) {
        put("{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":" + (random.nextInt(4) == 0));
        // Small ones as often as large ones.
        int size = (int) Math.min(most - 4096L, 1L << random.nextInt(8, 26));
        switch (random.nextInt(6)) {
            case 0 -> members(size, ",\"#\":1");
            case 1 -> nested(size);
            case 2 -> text(size, List.of("a", "\\u0041", "\\n", "é", "漢", "😀"));
            default -> array(size);
        }
        put("}");
    }

    private void array(int size) {
        String unit = UNITS.get(random.nextInt(UNITS.size()));
        put(",\"" + name() + "\":[");
        repeat(size, unit + ",");
        put("0]");
    }

    private void members(int size, String member) {
        boolean inner = random.nextBoolean();
        put(inner ? ",\"" + name() + "\":{\"a\":0" : "");
        repeat(size, member);
        put(inner ? "}" : "");
    }

    private void nested(int size) {
        String open = random.nextBoolean() ? "[" : "{\"content\":[";
        String close = open.equals("[") ? "]" : "]}";
        int depth = Math.min(size / 4, random.nextInt(1, random.nextInt(8) == 0 ? 2_000_000 : 250));
        put(",\"" + name() + "\":");
        put(open.repeat(depth));
        put(close.repeat(depth));
    }

    private void text(int size, List<String> pieces) {
        put(",\"" + name() + "\":\"");
        repeat(size, pieces.get(random.nextInt(pieces.size())));
        put("\"");
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /// Up to a size; each sharp is another number.
    private void repeat(int size, String unit) {
        int number = unit.indexOf('#');
        byte[] all = unit.getBytes(StandardCharsets.UTF_8);
        int end = out.size() + size;
        for (int i = 0; out.size() < end; i++) {
            if (number < 0) {
                out.writeBytes(all);
            } else {
                put(unit.substring(0, number));
                put(Integer.toString(i, 36));
                put(unit.substring(number + 1));
            }
        }
    }

    private void put(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
