package io.aiplat.inference;

import io.aiplat.testkit.Golden;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsProblemsTest {
    private static final String LOG = "/home/ann/.local/share/aiplat/logs/worker-smoke.log";

    @Test
    void sayWhatWhyAndWhatToDo() {
        Golden.problems(
                ModelsProblems.class,
                List.of(
                        ModelsProblems.architectureUnknown("/data/x.gguf", "qwen9"),
                        ModelsProblems.architectureUnknownThere("hf.co/ann/New-GGUF", "qwen9", "/usr/bin/llama-server"),
                        ModelsProblems.processorTooOld(List.of("avx2", "fma")),
                        ModelsProblems.libgompMissing(),
                        ModelsProblems.memoryShort("big", 9L << 30, 2L << 30),
                        ModelsProblems.llamaServerMissing("llama-server on the PATH"),
                        ModelsProblems.llamaServerNotStarted("/usr/bin/llama-server", "Permission denied"),
                        ModelsProblems.llamaServerTooOld("/usr/bin/llama-server", "--reranking"),
                        ModelsProblems.workerNotStarted("/opt/java/bin/java", "Permission denied"),
                        ModelsProblems.loadFailed(
                                "smoke", "The worker died while loading it, with exit status 134.", "GGML_ASSERT", LOG),
                        ModelsProblems.loadTimedOut("smoke", Duration.ofSeconds(180), "", LOG),
                        ModelsProblems.workerDied("smoke", "with exit status 137", "", LOG),
                        ModelsProblems.generationFailed("smoke", "Ollama says: out of memory.")));
    }
}
