package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;

/// NVML answers and counts a card: the driver and its libraries work together.
final class NvmlRung implements Rung {
    @Override
    public String name() {
        return "nvml";
    }

    @Override
    public String about() {
        return "the driver answers (NVML)";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        GpuDriver driver = evidence.driver();
        if (driver != null && driver.platform() == GpuPlatform.TEGRA) {
            return new RungResult.Skipped("a board's driver has no NVML, or one that knows little");
        }
        GpuEvidence.NvmlAnswer answer = evidence.nvml();
        if (!answer.why().isEmpty()) {
            return new RungResult.Broken(LadderProblems.nvmlSilent(answer.why()));
        }
        if (answer.cards() == 0) {
            return new RungResult.Broken(
                    LadderProblems.nvmlSilent("It answers, and counts no card: the card has fallen off the bus."));
        }
        return new RungResult.Holds(
                answer.cards() + (answer.cards() == 1 ? " card" : " cards") + ", driver " + answer.version());
    }
}
