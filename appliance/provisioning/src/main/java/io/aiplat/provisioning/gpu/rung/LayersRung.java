package io.aiplat.provisioning.gpu.rung;

import io.aiplat.inference.ResidentModel;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is in memory is on GPUs, all of it.
final class LayersRung implements Rung {
    @Override
    public String name() {
        return "layers";
    }

    @Override
    public String about() {
        return "models are on GPUs, all of them";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = Unasked.ofEngine(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        List<ResidentModel> models =
                evidence.resident().stream().filter(model -> model.memory() > 0).toList();
        if (models.isEmpty()) {
            return new RungResult.Skipped("no model is in memory; load one and look again: aiplat models run NAME");
        }
        return models.stream()
                .filter(model -> model.gpu() < model.memory())
                .findFirst()
                .<RungResult>map(
                        model -> new RungResult.Broken(LadderProblems.layersOnProcessor(model.name(), percent(model))))
                .orElseGet(() -> new RungResult.Holds(
                        models.stream().map(ResidentModel::name).collect(Collectors.joining(", "))));
    }

    /// How much of a model is on GPUs, rounded down: 99 is not all.
    static int percent(ResidentModel model) {
        return (int) (100.0 * model.gpu() / model.memory());
    }
}
