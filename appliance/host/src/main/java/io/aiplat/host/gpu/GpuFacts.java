package io.aiplat.host.gpu;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Facts about the graphics processors of this machine and NVIDIA's driver for them.
///
/// @param gpus     of all makers; a card that is divided is its instances
/// @param driver   NVIDIA's; null where there is no sign of one
/// @param faults   of its libraries; empty where all is well or there is no driver
/// @param nvml     what came of asking the driver through its library
/// @param readings what the driver said of each of NVIDIA's cards; empty where it did not answer
public record GpuFacts(
        List<Gpu> gpus,
        @Nullable GpuDriver driver,
        List<DriverLibraryFault> faults,
        NvmlOutcome nvml,
        List<GpuReading> readings) {
    public GpuFacts {
        gpus = List.copyOf(gpus);
        faults = List.copyOf(faults);
        readings = List.copyOf(readings);
    }
}
