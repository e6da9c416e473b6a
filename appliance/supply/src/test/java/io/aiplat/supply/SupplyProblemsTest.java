package io.aiplat.supply;

import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.ArchiveProblemSamples;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.download.DownloadProblemSamples;
import io.aiplat.supply.download.DownloadProblems;
import io.aiplat.supply.engine.EngineProblemSamples;
import io.aiplat.supply.engine.EngineProblems;
import io.aiplat.supply.exchange.ExchangeProblemSamples;
import io.aiplat.supply.exchange.ExchangeProblems;
import io.aiplat.supply.fit.FitProblemSamples;
import io.aiplat.supply.fit.FitProblems;
import io.aiplat.supply.gguf.GgufProblems;
import io.aiplat.supply.image.build.ImageBuildProblemSamples;
import io.aiplat.supply.image.build.ImageBuildProblems;
import io.aiplat.supply.pull.PullProblemSamples;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.SourceProblemSamples;
import io.aiplat.supply.source.SourceProblems;
import io.aiplat.testkit.Golden;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SupplyProblemsTest {
    @Test
    void sayWhatWhyAndWhatToDo() {
        Golden.problems(
                List.of(
                        SupplyProblems.class,
                        ArchiveProblems.class,
                        DownloadProblems.class,
                        EngineProblems.class,
                        ExchangeProblems.class,
                        FitProblems.class,
                        GgufProblems.class,
                        ImageBuildProblems.class,
                        PullProblems.class,
                        SourceProblems.class),
                Stream.of(
                                own(),
                                ArchiveProblemSamples.all(),
                                DownloadProblemSamples.all(),
                                EngineProblemSamples.all(),
                                ExchangeProblemSamples.all(),
                                FitProblemSamples.all(),
                                ImageBuildProblemSamples.all(),
                                PullProblemSamples.all(),
                                SourceProblemSamples.all())
                        .flatMap(Collection::stream)
                        .toList());
    }

    private static List<Problem> own() {
        ImageReference ollama = ImageReference.parse("ollama/ollama:0.35.1");
        return List.of(
                SupplyProblems.noChatTemplate("base"),
                SupplyProblems.templateUnknown("mine"),
                SupplyProblems.diskShort("The model large", 500L << 30, 510L << 30, 20L << 30),
                GgufProblems.fileBroken("/data/x.gguf", "It does not begin with the four letters GGUF."),
                GgufProblems.fileUnreadable("/data/x.gguf", "NoSuchFileException: /data/x.gguf."),
                SupplyProblems.checksumWrong("smoke", "2b9b", "0000"),
                GgufProblems.tensorTypeUnknown("/data/x.gguf", "39 (MXFP4)"),
                SupplyProblems.modelfileBroken(
                        "line 2 of the Modelfile of x", "it begins with NONSENSE, which is no instruction"),
                SupplyProblems.notStored("smoke", "FileSystemException: No space left on device."),
                SupplyProblems.ollamaNotAnswering("http://127.0.0.1:11434", "ConnectException: refused."),
                SupplyProblems.pullFailed("qwen2.5:0.5b", "Ollama says: no such host."),
                SupplyProblems.diskFull("qwen3:8b"),
                SupplyProblems.imageNotFound(ollama, "registry.example.com"),
                SupplyProblems.imageDenied(ollama, "registry.example.com"),
                SupplyProblems.registryUnreachable("registry.example.com", "No answer: connection refused."));
    }
}
