package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.List;
import java.util.stream.Collectors;

/// A card on the bus, or a GPU that Windows lends or the processor has.
final class CardRung implements Rung {
    static final String NVIDIA = "nvidia";

    @Override
    public String name() {
        return "card";
    }

    @Override
    public String about() {
        return "a card on the bus";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        List<Gpu> cards = nvidia(evidence);
        if (!cards.isEmpty()) {
            return new RungResult.Holds(cards.stream().map(Gpu::name).collect(Collectors.joining(", ")));
        }
        GpuDriver driver = evidence.driver();
        if (driver != null && driver.platform() != GpuPlatform.NATIVE) {
            // These are on no bus that can be looked at; what they have is the next rungs' to say.
            return new RungResult.Holds(driver.platform() == GpuPlatform.WSL ? "lent by Windows" : "in the processor");
        }
        return new RungResult.Broken(evidence.gpus().stream()
                .findFirst()
                .map(other -> LadderProblems.otherVendor(vendor(other), other.name()))
                .orElseGet(LadderProblems::noCard));
    }

    static List<Gpu> nvidia(GpuEvidence evidence) {
        return evidence.gpus().stream()
                .filter(gpu -> gpu.vendor().equals(NVIDIA))
                .toList();
    }

    private static String vendor(Gpu gpu) {
        return switch (gpu.vendor()) {
            case "amd" -> "AMD";
            case "intel" -> "Intel";
            default -> gpu.vendor();
        };
    }
}
