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
                        ModelsProblems.notGguf(
                                "The name llama3.2:1b",
                                "It takes files and fetches nothing by name, and there is no file of that name here.",
                                null),
                        ModelsProblems.noChatTemplate("base"),
                        ModelsProblems.diskShort("large", 500L << 30, 510L << 30, 20L << 30),
                        ModelsProblems.fileBroken("/data/x.gguf", "It does not begin with the four letters GGUF."),
                        ModelsProblems.fileUnreadable("/data/x.gguf", "NoSuchFileException: /data/x.gguf."),
                        ModelsProblems.checksumWrong("smoke", "2b9b", "0000"),
                        ModelsProblems.architectureUnknown("/data/x.gguf", "qwen9"),
                        ModelsProblems.tensorTypeUnknown("/data/x.gguf", 39),
                        ModelsProblems.modelfileBroken(
                                "line 2 of the Modelfile of x", "it begins with NONSENSE, which is no instruction"),
                        ModelsProblems.notStored("smoke", "FileSystemException: No space left on device."),
                        ModelsProblems.processorTooOld(List.of("avx2", "fma")),
                        ModelsProblems.libgompMissing(),
                        ModelsProblems.memoryShort("big", 9L << 30, 2L << 30),
                        ModelsProblems.workerNotStarted("/opt/java/bin/java", "Permission denied"),
                        ModelsProblems.loadFailed(
                                "smoke", "The worker died while loading it, with exit status 134.", "GGML_ASSERT", LOG),
                        ModelsProblems.loadTimedOut("smoke", Duration.ofSeconds(180), "", LOG),
                        ModelsProblems.workerDied("smoke", "with exit status 137", "", LOG),
                        ModelsProblems.generationFailed("smoke", "Ollama says: out of memory."),
                        ModelsProblems.ollamaNotAnswering("http://127.0.0.1:11434", "ConnectException: refused."),
                        ModelsProblems.pullFailed("qwen2.5:0.5b", "Ollama says: no such host."),
                        ModelsProblems.diskFull("qwen3:8b")));
    }
}
