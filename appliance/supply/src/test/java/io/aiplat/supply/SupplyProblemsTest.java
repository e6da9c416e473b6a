package io.aiplat.supply;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.download.DownloadProblems;
import io.aiplat.supply.engine.EngineProblemSamples;
import io.aiplat.supply.engine.EngineProblems;
import io.aiplat.supply.exchange.ExchangeProblems;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.SourceProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupplyProblemsTest {
    @Test
    void sayWhatWhyAndWhatToDo() {
        ImageReference ollama = ImageReference.parse("ollama/ollama:0.35.1");
        Golden.problems(
                List.of(
                        SupplyProblems.class,
                        DownloadProblems.class,
                        EngineProblems.class,
                        PullProblems.class,
                        SourceProblems.class,
                        ExchangeProblems.class),
                EngineProblemSamples.after(List.of(
                        ExchangeProblems.exists(Path.of("/data/qwen3.tar")),
                        ExchangeProblems.notExported(
                                "qwen3:8b", Path.of("/data/qwen3.tar"), "The system says: No space left on device."),
                        ExchangeProblems.outOfReach(
                                "qwen3:8b",
                                "Its file /root/.ollama/models/blobs/sha256-00 is not on this machine, or is closed to"
                                        + " us."),
                        ExchangeProblems.broken(Path.of("/data/qwen3.tar"), "There is no index.json in it."),
                        PullProblems.nameTaken("qwen3:0.6b", "from hf.co/unsloth/Qwen3-0.6B-GGUF", "qwen3:0.6b"),
                        PullProblems.nameUnusable("My Model"),
                        PullProblems.sourceGone("qwen3:0.6b", "/srv/qwen3.gguf"),
                        PullProblems.sourceChanged("qwen3:0.6b", "hf.co/unsloth/Qwen3-0.6B-GGUF"),
                        PullProblems.noWeights("oci://registry.example/team/template:1"),
                        DownloadProblems.brokenOff(
                                "model.gguf of qwen3:0.6b",
                                "https://models.example.com/qwen3.gguf",
                                "Connection reset",
                                300L << 20),
                        DownloadProblems.damaged(
                                "model.gguf of qwen3:0.6b",
                                "https://models.example.com/qwen3.gguf",
                                "sha256:" + "2b".repeat(32),
                                "sha256:" + "00".repeat(32)),
                        SupplyProblems.noChatTemplate("base"),
                        SupplyProblems.diskShort("The model large", 500L << 30, 510L << 30, 20L << 30),
                        SupplyProblems.fileBroken("/data/x.gguf", "It does not begin with the four letters GGUF."),
                        SupplyProblems.fileUnreadable("/data/x.gguf", "NoSuchFileException: /data/x.gguf."),
                        SupplyProblems.checksumWrong("smoke", "2b9b", "0000"),
                        SupplyProblems.tensorTypeUnknown("/data/x.gguf", "39 (MXFP4)"),
                        SupplyProblems.modelfileBroken(
                                "line 2 of the Modelfile of x", "it begins with NONSENSE, which is no instruction"),
                        SupplyProblems.notStored("smoke", "FileSystemException: No space left on device."),
                        SupplyProblems.ollamaNotAnswering("http://127.0.0.1:11434", "ConnectException: refused."),
                        SupplyProblems.pullFailed("qwen2.5:0.5b", "Ollama says: no such host."),
                        SupplyProblems.diskFull("qwen3:8b"),
                        SupplyProblems.imageNotFound(ollama, "registry.example.com"),
                        SupplyProblems.imageDenied(ollama, "registry.example.com"),
                        SupplyProblems.registryUnreachable("registry.example.com", "No answer: connection refused."),
                        SourceProblems.referenceUnknown("s3://bucket/m.gguf", "Nothing is known of s3://."),
                        SourceProblems.notAtSource(
                                "The registry registry.ollama.ai",
                                "qwen3:9b",
                                "It answered that the name or the tag is unknown.",
                                List.of("qwen3:8b")),
                        SourceProblems.quantNotThere(
                                "hf.co/ann/Model-GGUF",
                                "Q5_K_M",
                                List.of("hf.co/ann/Model-GGUF:Q4_K_M", "hf.co/ann/Model-GGUF:Q8_0")),
                        SourceProblems.sourceDenied(
                                "Hugging Face",
                                "hf.co/ann/Model-GGUF",
                                "huggingface.co answers with status 401 and says GatedRepo. No token was given.",
                                List.of("Accept its terms, logged in, at https://huggingface.co/ann/Model-GGUF")),
                        SourceProblems.sourceUnreachable(
                                "Hugging Face", "huggingface.co", "No answer: connection refused."),
                        SourceProblems.notGgufThere(
                                "https://models.example/m",
                                "What the server sends does not begin with the four letters GGUF; it looks like a"
                                        + " page."),
                        SourceProblems.safetensorsOnly("hf.co/ann/Model", "Model", List.of("hf.co/bob/Model-GGUF")),
                        SourceProblems.sourceBroken(
                                "Hugging Face",
                                "hf.co/ann/Model-GGUF",
                                "The model is in 3 parts, and only 2 of them are there."),
                        SourceProblems.plainHttpRefused("http://models.example/m.gguf", "models.example"),
                        SourceProblems.noModelFile(
                                "/data/note.gguf",
                                "There is no such file. A path counts from the folder you are in.",
                                List.of("/data/notes.gguf")))));
    }
}
