package io.aiplat.governance.use;

import io.aiplat.model.spend.Budget;

/// Prices of machines: what an hour of a processor, of a GiB of memory and of a GPU costs, in micro-units of the
/// currency that everything else is counted in.
///
/// @param cpuHour    0 for nothing; so are the others
/// @param memoryHour of a GiB
/// @param gpuHour    of one GPU
public record MachinePrices(long cpuHour, long memoryHour, long gpuHour) {
    /// Nothing has a price: times are told without money.
    public static final MachinePrices NONE = new MachinePrices(0, 0, 0);

    private static final double HOUR = 3600;
    private static final double MILLIS = 1e3;
    private static final double GIB = 1L << 30;

    public MachinePrices {
        for (long price : new long[] {cpuHour, memoryHour, gpuHour}) {
            if (price < 0 || price > Budget.MOST) {
                throw new IllegalArgumentException("a price of machines is 0 to " + Budget.amount(Budget.MOST));
            }
        }
    }

    /// Whether nothing has a price.
    public boolean isNone() {
        return equals(NONE);
    }

    /// What a use costs, in micro-units, to the nearest: a sum of many days is rounded once for each row of a report.
    public long cost(WorkloadUse use) {
        double micros = use.cpuMillis() / MILLIS / HOUR * cpuHour
                + use.memoryByteSeconds() / GIB / HOUR * memoryHour
                + use.gpuMillis() / MILLIS / HOUR * gpuHour;
        return Math.round(micros);
    }
}
