package io.aiplat.launcher.gpu;

import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuReading;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// Gauges of GPUs, read when somebody scrapes. An instance of a divided card has its card's number, and an id of its
/// own.
public final class GpuGauges {
    private GpuGauges() {}

    /// Shows the figures to whoever scrapes; where there is no GPU there are none.
    public static void add(Telemetry telemetry, GpuInventory gpus) {
        add(telemetry, gpus, Gauge.GPU_MEMORY_TOTAL, gpu -> number(gpu.memoryTotalBytes()));
        add(telemetry, gpus, Gauge.GPU_MEMORY_USED, gpu -> number(gpu.memoryUsedBytes()));
        add(telemetry, gpus, Gauge.GPU_UTILIZATION, GpuReading::utilization);
        add(telemetry, gpus, Gauge.GPU_TEMPERATURE, GpuReading::temperatureCelsius);
        add(telemetry, gpus, Gauge.GPU_POWER, GpuReading::powerWatts);
    }

    private static void add(
            Telemetry telemetry, GpuInventory gpus, Gauge gauge, Function<GpuReading, OptionalDouble> figure) {
        telemetry.gauge(gauge, sink -> {
            for (GpuReading gpu : gpus.recent()) {
                GpuIdentity identity = gpu.identity();
                String number = identity.index() < 0 ? identity.pciBusId() : Integer.toString(identity.index());
                figure.apply(gpu).ifPresent(value -> sink.set(value, number, identity.uuid(), gpu.name()));
            }
        });
    }

    private static OptionalDouble number(OptionalLong bytes) {
        return bytes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) bytes.getAsLong());
    }
}
