package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.process.PoolLimits;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.folder.GgufModel;
import io.aiplat.supply.gguf.GgufFront;
import io.aiplat.testkit.LlamaServerBinary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a build is told, by what it says that it knows.
class LlamaServerOptionsTest {
    /// As one of 2024 has it, shortened.
    private static final String OLD = """
            usage: llama-server [options]

            -h,    --help, --usage                  print usage and exit
            -c,    --ctx-size N                     size of the prompt context (default: 4096)
                                                    see also --offline
            -m,    --model FNAME                    model path
            -a,    --alias STRING                   set alias for model name
            -np,   --parallel N                     number of parallel sequences
            -t,    --threads N                      number of threads
            -n,    --predict, --n-predict N         number of tokens to predict
            --temp N                                temperature
            --host HOST                             ip address to listen
            --port PORT                             port to listen
            """;

    @TempDir
    Path folder;

    private GgufModel smoke() throws IOException {
        Path file = folder.resolve("smoke.gguf");
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        GgufFront front = GgufFront.read(List.of(file));
        return new GgufModel(
                "smoke", List.of(file), null, Instant.EPOCH, front.header(), front.facts(), Modelfile.EMPTY);
    }

    private List<String> told(LlamaServerOptions known, LlamaServerLimits limits) throws IOException {
        Path program = Path.of("llama-server");
        List<String> all = new LlamaServerCommand(program, folder, Map.of())
                .arguments(program, known, new LlamaServerModel(smoke(), limits, 512));
        return all.subList(4, all.size());
    }

    private static LlamaServerLimits limits(boolean shared, String gpuLayers) {
        return new LlamaServerLimits(
                new PoolLimits(1, 3, 8, Duration.ofMinutes(1)), Duration.ofMinutes(1), shared, gpuLayers);
    }

    @Test
    void anOlderBuildIsToldOnlyWhatItKnows() throws IOException {
        LlamaServerOptions old = LlamaServerOptions.read(OLD);

        assertEquals(
                Set.of(
                        "-h",
                        "--help",
                        "--usage",
                        "-c",
                        "--ctx-size",
                        "-m",
                        "--model",
                        "-a",
                        "--alias",
                        "-np",
                        "--parallel",
                        "-t",
                        "--threads",
                        "-n",
                        "--predict",
                        "--n-predict",
                        "--temp",
                        "--host",
                        "--port"),
                old.names());
        assertEquals(
                List.of(
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--model",
                        folder.resolve("smoke.gguf").toString(),
                        "--alias",
                        "smoke",
                        "--ctx-size",
                        "1536",
                        "--parallel",
                        "3"),
                told(old, limits(false, "auto")));
    }

    @Test
    void whatItNeedsAndDoesNotKnowIsAProblem() {
        var problem = assertThrows(
                        ApplianceException.class, () -> told(LlamaServerOptions.read(OLD), limits(true, "auto")))
                .problem();

        assertEquals("MODELS_LLAMA_SERVER_TOO_OLD", problem.code().id());
        assertTrue(problem.why().contains("--kv-unified"), problem.why());
    }

    @Test
    void slotsShareAContextAndGpusTakeLayersWhereThatIsSet() throws IOException {
        List<String> told = told(new LlamaServerOptions(Set.of()), limits(true, "12"));

        assertTrue(told.containsAll(List.of("--kv-unified", "--gpu-layers")), told.toString());
        assertEquals("512", told.get(told.indexOf("--ctx-size") + 1));
        assertEquals("12", told.get(told.indexOf("--gpu-layers") + 1));
        assertTrue(told(new LlamaServerOptions(Set.of()), limits(false, "auto")).contains("--no-kv-unified"));
    }

    @Test
    void thisBuildKnowsAllThatIsUsed() throws Exception {
        LlamaServerOptions here = LlamaServerOptions.of(LlamaServerBinary.needed(), System.getenv());

        assertTrue(
                here.names()
                        .containsAll(Set.of(
                                "--offline",
                                "--no-slots",
                                "--cache-ram",
                                "--jinja",
                                "--no-webui",
                                "--kv-unified",
                                "--no-kv-unified",
                                "--reranking",
                                "--mmproj",
                                "--gpu-layers",
                                "--fit")),
                here.names().toString());
    }

    @Test
    void freeMemoryOfGpusIsAddedUp() {
        assertEquals(
                (143_000L + 1_000) << 20,
                LlamaServerDevices.memoryFree(List.of(
                        "CUDA0: NVIDIA H200 (143771 MiB, 143000 MiB free)",
                        "Vulkan0: Other (2000 MiB, 1000 MiB free)")));
    }
}
