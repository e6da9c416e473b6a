package io.aiplat.launcher.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// What a model takes in memory, for people.
public final class FitText {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private FitText() {}

    /// Two small tables and a sentence or a few.
    ///
    /// @param fit as the management API says it
    public static String of(JsonNode fit) {
        StringBuilder text = new StringBuilder();
        text.append(fit.path("model").asText())
                .append(" with a context of ")
                .append(fit.path("context").asInt());
        int requests = fit.path("requests").asInt();
        text.append(requests > 1 ? " for each of " + requests + " requests at once" : "");
        text.append(", cache ").append(fit.path("cache_type").asText()).append("\n\n");
        text.append(needs(fit).toText()).append('\n').append(room(fit).toText()).append('\n');
        JsonNode others = fit.path("alternatives");
        text.append(verdict(fit));
        text.append(others.isEmpty() ? "\n" : hint(fit) + "\n");
        for (JsonNode other : others) {
            text.append("  ").append(alternative(other)).append('\n');
        }
        return text.toString();
    }

    private static Table needs(JsonNode fit) {
        Table table = new Table("TAKES", "MEMORY", "");
        table.row("weights", bytes(fit.path("weights_bytes")), "");
        long perToken = fit.path("cache_bytes_per_token").asLong();
        table.row("KV cache", bytes(fit.path("cache_bytes")), perToken == 0 ? "" : size(perToken) + " a token");
        table.row("buffers", bytes(fit.path("buffers_bytes")), "estimated");
        if (fit.path("projector_bytes").asLong() > 0) {
            table.row("projector", bytes(fit.path("projector_bytes")), "estimated");
        }
        return table.row("total", bytes(fit.path("total_bytes")), "");
    }

    private static Table room(JsonNode fit) {
        Table table = new Table("FREE", "MEMORY", "OF");
        for (JsonNode gpu : fit.path("gpus")) {
            table.row(gpu.path("name").asText(), bytes(gpu.path("free_bytes")), bytes(gpu.path("total_bytes")));
        }
        return table.row("main memory", bytes(fit.path("memory_free_bytes")), bytes(fit.path("memory_total_bytes")));
    }

    private static String verdict(JsonNode fit) {
        String layers =
                fit.path("gpu_layers").asInt() + " of " + fit.path("layers").asInt() + " layers";
        return switch (fit.path("verdict").asText()) {
            case "gpu" -> "It fits on the GPU.";
            case "partly-gpu" -> layers + " fit on the GPU, the rest into main memory.";
            case "memory" ->
                fit.path("gpus").isEmpty()
                        ? "It fits into main memory."
                        : "It fits into main memory, and no layer of it on the GPU.";
            case "later" -> "It does not fit now; the machine has as much, and others have taken it.";
            default -> "It does not fit on this machine.";
        };
    }

    private static String hint(JsonNode fit) {
        return fit.path("verdict").asText().equals("partly-gpu")
                ? " All of it would go to the GPU with:"
                : " It would with:";
    }

    private static String alternative(JsonNode other) {
        String value = other.path("value").asText();
        String what = switch (other.path("change").asText()) {
            case "context" -> "a context of " + value;
            case "cache_type" -> "a cache of the type " + value;
            default -> "another quantisation, " + value + " (estimated)";
        };
        return what + ": " + bytes(other.path("total_bytes"));
    }

    private static String bytes(JsonNode count) {
        return size(count.asLong());
    }

    /// In the unit that leaves the fewest digits: `128 KiB`, `92 MiB`, `4.6 GiB`.
    static String size(long bytes) {
        if (bytes >= GIB) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
        }
        return bytes >= MIB
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB)
                : String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB);
    }
}
