package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.BundledModel;
import io.aiplat.supply.fit.CacheType;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.fit.MemoryNeed;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.LlamaServerBinary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is worked out before a load is what the real server says of its buffers when it loads.
@Timeout(60)
class MemoryNeedIT {
    private static final Pattern SIZE = Pattern.compile("(model|KV|compute) buffer size = *([0-9.]+) MiB");
    private static final double MIB = 1 << 20;

    @TempDir
    Path folder;

    /// In MiB with two digits, as the server says them.
    private record Said(String weights, String cache, double buffers) {}

    private Said said(Path model, LoadPlan plan) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(LlamaServerBinary.needed().toString(), "-v", "--no-warmup"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--offline", "--model", model.toString()));
        command.addAll(List.of("--ctx-size", Integer.toString(plan.context() * plan.sequences())));
        command.addAll(List.of("--no-kv-unified", "--parallel", Integer.toString(plan.sequences())));
        command.addAll(List.of("--ubatch-size", Integer.toString(plan.batch())));
        command.addAll(List.of("-ctk", plan.cache().word(), "-ctv", plan.cache().word()));
        Path log = folder.resolve("server.log");
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Eventually.holds(
                    "the model is loaded",
                    Duration.ofSeconds(30),
                    () -> Files.readString(log).contains("llama_server: listening"));
            return said(Files.readString(log));
        } finally {
            server.destroyForcibly();
        }
    }

    /// It looks first, without taking any memory, whether all of it will fit; so what is said last holds.
    private static Said said(String log) {
        Map<String, String> sizes = new HashMap<>();
        SIZE.matcher(log).results().forEach(size -> sizes.put(size.group(1), size.group(2)));
        return new Said(
                sizes.getOrDefault("model", ""),
                sizes.getOrDefault("KV", ""),
                Double.parseDouble(sizes.getOrDefault("compute", "0")));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / MIB);
    }

    private Path file(BundledModel model) throws IOException {
        Path file = folder.resolve(model.name() + ".gguf");
        try (InputStream in = model.open()) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void isWhatTheServerSaysOfItsBuffers() throws Exception {
        Path smoke = file(BundledModel.ALL.getFirst());
        GgufHeader header = GgufHeader.read(smoke);
        for (LoadPlan plan : List.of(
                LoadPlan.of(header, 512),
                LoadPlan.of(header, 2048, 2),
                LoadPlan.of(header, 700, 3),
                LoadPlan.of(header, 4096).withCache(CacheType.Q8_0),
                LoadPlan.of(header, 4096).withCache(CacheType.Q4_0))) {
            Said said = said(smoke, plan);
            MemoryNeed need = MemoryNeed.of(header, plan);
            assertEquals(said.weights, mebibytes(need.weights()), plan.toString());
            assertEquals(said.cache, mebibytes(need.cache()), plan.toString());
            double buffers = need.buffers() / MIB;
            assertTrue(buffers > said.buffers * 0.95 && buffers < said.buffers * 1.1, buffers + " of " + said);
        }
    }

    @Test
    void thatOfVectorsToo() throws Exception {
        Path embed = file(BundledModel.ALL.get(1));
        GgufHeader header = GgufHeader.read(embed);
        LoadPlan plan = LoadPlan.of(header, 1024);
        Said said = said(embed, plan);
        assertEquals(said.weights, mebibytes(MemoryNeed.of(header, plan).weights()));
        assertEquals(said.cache, mebibytes(MemoryNeed.of(header, plan).cache()));
    }
}
