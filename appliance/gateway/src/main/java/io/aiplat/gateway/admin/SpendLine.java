package io.aiplat.gateway.admin;

import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.governance.use.WorkloadUse;
import io.aiplat.management.JsonType;
import io.aiplat.management.ObjectType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Line of a report: what requests of a day have cost, what pods have used, and what the machines for both cost.
///
/// @param requests what was asked for
/// @param pods     what pods have used
/// @param machines micro-units for processors, memory and GPUs
record SpendLine(SpendRow requests, WorkloadUse pods, long machines) {
    private static final int MICROS = 6;
    private static final int MILLIS = 3;
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    static final ObjectType<SpendLine> TYPE = ObjectType.<SpendLine>named("SpendRow")
            .field("day", JsonType.day(), line -> line.requests.day())
            .field(
                    "name",
                    JsonType.text()
                            .described("Of the key, user, team, model, tag, tenant or agent; empty for what has none."),
                    line -> line.requests.name())
            .field("requests", JsonType.whole(), line -> line.requests.requests())
            .field(
                    "estimated",
                    JsonType.whole().described("How many of them the upstream did not count."),
                    line -> line.requests.estimated())
            .field("input_tokens", JsonType.whole(), line -> line.requests.input())
            .field("cached_tokens", JsonType.whole(), line -> line.requests.cached())
            .field("output_tokens", JsonType.whole(), line -> line.requests.output())
            .field(
                    "cost",
                    JsonType.number().described("What the gateway charged, in units of the currency."),
                    line -> BigDecimal.valueOf(line.requests.micros(), MICROS))
            .field(
                    "gpu_seconds",
                    JsonType.number().described("Of GPUs of ours, that fell to the requests."),
                    line -> BigDecimal.valueOf(line.requests.gpu(), MILLIS))
            .field(
                    "cpu_seconds",
                    JsonType.number().described("Of processors, that pods have used."),
                    line -> BigDecimal.valueOf(line.pods.cpuMillis(), MILLIS))
            .field(
                    "memory_gib_seconds",
                    JsonType.number().described("GiB of memory of pods, times the seconds that they had them."),
                    line -> new BigDecimal(line.pods.memoryByteSeconds()).divide(GIB, MILLIS, RoundingMode.HALF_UP))
            .field(
                    "pod_gpu_seconds",
                    JsonType.number()
                            .described("Of GPUs that pods were given, whether they computed on them or not; of tenants"
                                    + " without those of models, which the requests bear."),
                    line -> BigDecimal.valueOf(line.pods.gpuMillis(), MILLIS))
            .field(
                    "machine_cost",
                    JsonType.number()
                            .described("What processors, memory and GPUs cost, by the prices of the settings."),
                    line -> BigDecimal.valueOf(line.machines, MICROS))
            .field(
                    "total_cost",
                    JsonType.number().described("Both costs together."),
                    line -> BigDecimal.valueOf(line.requests.micros(), MICROS)
                            .add(BigDecimal.valueOf(line.machines, MICROS)))
            .build();

    /// The prices of machines, as a part of the report.
    static final ObjectType<MachinePrices> PRICES = ObjectType.<MachinePrices>named("MachinePrices")
            .field("cpu_hour", JsonType.number(), prices -> BigDecimal.valueOf(prices.cpuHour(), MICROS))
            .field("memory_gib_hour", JsonType.number(), prices -> BigDecimal.valueOf(prices.memoryHour(), MICROS))
            .field("gpu_hour", JsonType.number(), prices -> BigDecimal.valueOf(prices.gpuHour(), MICROS))
            .build();
}
