package io.aiplat.telemetry.metric;

import io.aiplat.model.spend.TokenUsage;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/// The tokens and money of one team at one model.
public final class SpendMeter {
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final SpendLabels labels;
    private final MetricFamilies families;
    private final LazyValue<CounterDataPoint> input;
    private final LazyValue<CounterDataPoint> output;
    private final LazyValue<CounterDataPoint> gpu;
    private final LazyValue<CounterDataPoint> slot;

    /// Counts under these labels; a series appears with the first thing it counts.
    public SpendMeter(SpendLabels labels, MetricFamilies families) {
        this.labels = labels;
        this.families = families;
        this.input = new LazyValue<>(() -> tokens("input", false));
        this.output = new LazyValue<>(() -> tokens("output", false));
        this.gpu = new LazyValue<>(() -> seconds(Metric.GPU_SECONDS));
        this.slot = new LazyValue<>(() -> seconds(Metric.SLOT_SECONDS));
    }

    /// A request has used so many tokens.
    public void used(TokenUsage usage) {
        if (usage.estimated()) {
            tokens("input", true).inc(usage.inputTokens());
            tokens("output", true).inc(usage.outputTokens());
        } else {
            input.value().inc(usage.inputTokens());
            output.value().inc(usage.outputTokens());
        }
        rare("cache_read", usage.cached(), usage);
        rare("cache_write", usage.written(), usage);
        rare("reasoning", usage.reasoning(), usage);
    }

    /// A request has had so much of a server of ours.
    ///
    /// @param slotNanos that it held a place there
    /// @param gpuNanos  of a GPU that fall to it
    public void held(long slotNanos, long gpuNanos) {
        slot.value().inc(slotNanos / NANOS);
        if (gpuNanos > 0) {
            gpu.value().inc(gpuNanos / NANOS);
        }
    }

    /// A request has cost so much.
    ///
    /// @param micros   micro-units of the currency
    /// @param currency the label of that name
    public void spent(long micros, String currency) {
        families.counter(Metric.COST)
                .labelValues(labels.model(), labels.team(), currency)
                .inc(micros / MICROS);
    }

    private void rare(String type, long count, TokenUsage usage) {
        if (count > 0) {
            tokens(type, usage.estimated()).inc(count);
        }
    }

    private CounterDataPoint seconds(Metric metric) {
        return families.counter(metric).labelValues(labels.model(), labels.team());
    }

    private CounterDataPoint tokens(String type, boolean estimated) {
        return families.counter(Metric.TOKENS)
                .labelValues(labels.model(), labels.team(), type, Boolean.toString(estimated));
    }
}
