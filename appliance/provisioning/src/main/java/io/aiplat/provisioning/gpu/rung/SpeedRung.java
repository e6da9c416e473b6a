package io.aiplat.provisioning.gpu.rung;

import io.aiplat.inference.ResidentModel;
import io.aiplat.model.Problem;
import io.aiplat.model.host.Gpu;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Tokens come as fast as from a GPU.
final class SpeedRung implements Rung {
    @Override
    public String name() {
        return "speed";
    }

    @Override
    public String about() {
        return "tokens come as fast as from a GPU";
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = Unasked.ofEngine(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        Optional<ResidentModel> largest = evidence.resident().stream()
                .filter(model -> model.gpu() > 0 && model.gpu() >= model.memory())
                .max(Comparator.comparingLong(ResidentModel::memory));
        if (largest.isEmpty()) {
            return new RungResult.Skipped("no model is on a GPU, so there is nothing to measure");
        }
        ResidentModel model = largest.get();
        OptionalDouble measured = evidence.generationRate(model);
        if (measured.isEmpty()) {
            return new RungResult.Skipped(model.name() + " wrote too little to measure");
        }
        double rate = measured.getAsDouble();
        return problem(evidence, model, rate)
                .<RungResult>map(RungResult.Broken::new)
                .orElseGet(
                        () -> new RungResult.Holds(model.name() + " writes " + figure(rate) + " tokens in a second"));
    }

    private static Optional<Problem> problem(GpuEvidence evidence, ResidentModel model, double rate) {
        OptionalDouble processors = evidence.processorRate(model.name());
        if (processors.isPresent() && rate <= processors.getAsDouble()) {
            return Optional.of(LadderProblems.tooSlow(
                    model.name(),
                    figure(rate),
                    figure(processors.getAsDouble()),
                    "On the processors of this machine alone it was measured to be as fast."));
        }
        long card = CardRung.nvidia(evidence).stream()
                .mapToLong(Gpu::memoryBytes)
                .min()
                .orElse(0);
        double least = PlausibleSpeed.least(model.memory(), card);
        return rate < least
                ? Optional.of(LadderProblems.tooSlow(
                        model.name(),
                        figure(rate),
                        figure(least),
                        "The slowest card of its size reads the memory of the model faster than that. The card is throttled,"
                                + " others compute on it, or the model is not where Ollama says."))
                : Optional.empty();
    }

    private static String figure(double rate) {
        return String.format(Locale.ROOT, "%.1f", rate);
    }
}
