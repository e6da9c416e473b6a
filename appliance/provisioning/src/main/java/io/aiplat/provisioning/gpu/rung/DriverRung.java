package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;

/// The driver's kernel module is loaded.
final class DriverRung implements Rung {
    private static final String MODULE = "nvidia";

    @Override
    public String name() {
        return "driver";
    }

    @Override
    public String about() {
        return "its driver is loaded";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        GpuDriver driver = evidence.driver();
        if (driver != null && !driver.version().isEmpty()) {
            return new RungResult.Holds(driver.version() + (driver.cuda().isEmpty() ? "" : ", CUDA " + driver.cuda()));
        }
        if (driver != null) {
            switch (driver.platform()) {
                case WSL, TEGRA -> {
                    // Windows' driver and a board's tell no version here; that they are there is seen by their devices.
                    return new RungResult.Skipped("it tells no version here");
                }
                case NATIVE -> {
                    // It has to be loaded.
                }
            }
        }
        String card =
                CardRung.nvidia(evidence).stream().findFirst().map(Gpu::name).orElse("the card");
        boolean may = evidence.repairs().root();
        return new RungResult.Broken(LadderProblems.driverNotLoaded(card), may ? () -> load(evidence) : null);
    }

    private static String load(GpuEvidence evidence) {
        return evidence.repairs().loadModule(MODULE)
                ? "loaded the module nvidia"
                : "the module nvidia could not be loaded";
    }
}
