package io.aiplat.provisioning.gpu.evidence;

import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.host.gpu.NvmlOutcome;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuReading;
import io.aiplat.provisioning.gpu.GpuEvidence.NvmlAnswer;
import java.util.Optional;

/// What NVIDIA's driver answered, in words.
public final class NvmlWords {
    private NvmlWords() {}

    /// Of a look at the machine.
    public static NvmlAnswer of(GpuFacts facts) {
        GpuDriver driver = facts.driver();
        String version = driver == null ? "" : driver.version();
        Optional<String> lost = facts.readings().stream()
                .filter(reading -> !reading.fault().isEmpty())
                .findFirst()
                .map(NvmlWords::fault);
        if (lost.isPresent()) {
            return new NvmlAnswer(version, facts.readings().size(), lost.get());
        }
        NvmlOutcome outcome = facts.nvml();
        boolean program = !facts.readings().isEmpty();
        return switch (outcome.state()) {
            case ANSWERS -> new NvmlAnswer(version, facts.readings().size(), "");
            // Its program has a library of its own to ask with, and its answer is as good.
            case ABSENT, REFUSES, HANGS, BROKEN ->
                program ? new NvmlAnswer(version, facts.readings().size(), "") : new NvmlAnswer("", 0, why(outcome));
        };
    }

    private static String fault(GpuReading card) {
        return "Of card " + card.identity().index() + " (" + card.name() + ") it says: " + card.fault() + ".";
    }

    private static String why(NvmlOutcome outcome) {
        return switch (outcome.state()) {
            case ANSWERS -> "";
            case ABSENT -> "There is no library to ask, and nvidia-smi does not answer either.";
            case REFUSES -> "It says: " + outcome.said() + ".";
            case HANGS -> "It does not return, which is known of a card that has fallen off the bus.";
            case BROKEN -> "It cannot be used: " + outcome.said() + ".";
        };
    }
}
