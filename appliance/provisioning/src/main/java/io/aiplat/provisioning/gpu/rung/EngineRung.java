package io.aiplat.provisioning.gpu.rung;

import io.aiplat.inference.ResidentModel;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import io.aiplat.provisioning.gpu.ServingPlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ollama sees the GPU: a model is on one, or its log says so.
///
/// At its start it writes a line `inference compute` for each device (server: `discover/types.go`), whose `library` is
/// `cuda`, `CUDA`, `rocm`, `ROCm`, `Vulkan` …, and `cpu` where it found none. It has said so since 0.1.39.
final class EngineRung implements Rung {
    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String about() {
        return "Ollama sees it";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = notAsked(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        Optional<ResidentModel> there =
                evidence.resident().stream().filter(model -> model.gpu() > 0).findFirst();
        if (there.isPresent()) {
            return new RungResult.Holds("it has " + there.get().name() + " on one");
        }
        return EngineLogLine.lastStart(evidence.engineLog())
                .<RungResult>map(line -> line.gpu()
                        ? new RungResult.Holds(line.words())
                        : new RungResult.Broken(LadderProblems.engineBlind(line.words())))
                .orElseGet(() -> new RungResult.Skipped(
                        "its log does not say any more, or is not ours to read, and no model is in memory"));
    }

    /// Why what runs models is not asked; empty where it is.
    static Optional<String> notAsked(@Nullable ServingPlace place) {
        if (place == null) {
            return Optional.of("nothing is installed yet");
        }
        return switch (place.engine()) {
            case OLLAMA -> Optional.empty();
            case EMBEDDED -> Optional.of("the built-in engine computes on processors, by design");
            case LLAMACPP, AUTO ->
                Optional.of("llama.cpp's server says only in its log what it computes on: aiplat logs worker");
        };
    }
}
