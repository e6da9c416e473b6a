package io.aiplat.provisioning.gpu.rung;

import io.aiplat.inference.ResidentModel;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.Optional;

/// Ollama sees the GPU: a model is on one, or its log says so.
///
/// At its start it writes a line `inference compute` for each device (server: `discover/types.go`), whose `library` is
/// `cuda`, `CUDA`, `rocm`, `ROCm`, `Vulkan` …, and `cpu` where it found none.
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
        Optional<String> not = Unasked.ofEngine(evidence.place());
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
}
