package io.aiplat.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/// The tokens and money of one team at one model.
final class SpendMeter {
    private static final double MICROS = 1e6;

    private final SpendLabels labels;
    private final Families families;
    private final OnFirstUse<CounterDataPoint> input;
    private final OnFirstUse<CounterDataPoint> output;

    SpendMeter(SpendLabels labels, Families families) {
        this.labels = labels;
        this.families = families;
        this.input = new OnFirstUse<>(() -> tokens("input", false));
        this.output = new OnFirstUse<>(() -> tokens("output", false));
    }

    void used(Usage usage) {
        if (usage.estimated()) {
            tokens("input", true).inc(usage.input());
            tokens("output", true).inc(usage.output());
        } else {
            input.value().inc(usage.input());
            output.value().inc(usage.output());
        }
        rare("cache_read", usage.cacheRead(), usage);
        rare("cache_write", usage.cacheWrite(), usage);
        rare("reasoning", usage.reasoning(), usage);
    }

    void spent(long micros, String currency) {
        families.counter(Metric.COST)
                .labelValues(labels.model(), labels.team(), currency)
                .inc(micros / MICROS);
    }

    private void rare(String type, long count, Usage usage) {
        if (count > 0) {
            tokens(type, usage.estimated()).inc(count);
        }
    }

    private CounterDataPoint tokens(String type, boolean estimated) {
        return families.counter(Metric.TOKENS)
                .labelValues(labels.model(), labels.team(), type, Boolean.toString(estimated));
    }
}
