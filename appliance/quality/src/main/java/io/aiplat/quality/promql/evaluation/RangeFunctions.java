package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.syntax.PromQlFunction;
import java.util.OptionalDouble;

/// Functions of the samples of one series in a time: `functions.go` of
/// [Prometheus](https://github.com/prometheus/prometheus/blob/main/promql/functions.go).
final class RangeFunctions {
    private final PrometheusVersion version;

    RangeFunctions(PrometheusVersion version) {
        this.version = version;
    }

    /// What a function is of at least one sample; empty where it needs more.
    OptionalDouble of(PromQlFunction function, RangeWindow window) {
        return switch (function) {
            case RATE -> extrapolated(window, true, true);
            case INCREASE -> extrapolated(window, true, false);
            case DELTA -> extrapolated(window, false, false);
            case IRATE -> instantRate(window);
            case AVG_OVER_TIME -> {
                RunningMean mean = new RunningMean();
                for (int i = window.from(); i < window.to(); i++) {
                    mean.add(window.values()[i]);
                }
                yield OptionalDouble.of(mean.value());
            }
            case SUM_OVER_TIME -> {
                CompensatedSum sum = new CompensatedSum();
                for (int i = window.from(); i < window.to(); i++) {
                    sum.add(window.values()[i]);
                }
                yield OptionalDouble.of(sum.value());
            }
            case MIN_OVER_TIME -> OptionalDouble.of(extreme(window, -1));
            case MAX_OVER_TIME -> OptionalDouble.of(extreme(window, 1));
            case COUNT_OVER_TIME -> OptionalDouble.of(window.size());
            case LAST_OVER_TIME -> OptionalDouble.of(window.values()[window.to() - 1]);
            case HISTOGRAM_QUANTILE,
                    SCALAR_OF,
                    VECTOR_OF,
                    TIME,
                    ABSENT,
                    CLAMP_MIN,
                    CLAMP_MAX,
                    ROUND,
                    ABS,
                    LABEL_REPLACE -> throw new IllegalStateException(function.word() + " looks at a moment");
        };
    }

    /// A number counts before one that is none.
    private static double extreme(RangeWindow window, int sign) {
        double found = window.values()[window.from()];
        for (int i = window.from() + 1; i < window.to(); i++) {
            double value = window.values()[i];
            if (sign * value > sign * found || Double.isNaN(found)) {
                found = value;
            }
        }
        return found;
    }

    /// `extrapolatedRate`: what the samples have changed by, made longer to where the time begins and ends. It is made
    /// longer by half of the samples' distance where they begin or end well inside the time, and not to before the
    /// moment at which a counter was zero.
    private OptionalDouble extrapolated(RangeWindow window, boolean counter, boolean perSecond) {
        if (window.size() < 2) {
            return OptionalDouble.empty();
        }
        double[] values = window.values();
        int last = window.to() - 1;
        double change = values[last] - values[window.from()];
        if (counter) {
            for (int i = window.from() + 1; i <= last; i++) {
                if (values[i] < values[i - 1]) {
                    change += values[i - 1];
                }
            }
        }
        double toBegin = (window.times()[window.from()] - window.begin()) / 1e3;
        double toEnd = (window.end() - window.times()[last]) / 1e3;
        double sampled = (window.times()[last] - window.times()[window.from()]) / 1e3;
        double distance = sampled / (window.size() - 1);
        double threshold = distance * 1.1;
        boolean three = version == PrometheusVersion.THREE;
        if (three && toBegin >= threshold) {
            toBegin = distance / 2;
        }
        if (counter && change > 0 && values[window.from()] >= 0) {
            toBegin = Math.min(toBegin, sampled * (values[window.from()] / change));
        }
        if (!three && toBegin >= threshold) {
            toBegin = distance / 2;
        }
        if (toEnd >= threshold) {
            toEnd = distance / 2;
        }
        double factor = (sampled + toBegin + toEnd) / sampled;
        if (perSecond) {
            factor /= (window.end() - window.begin()) / 1e3;
        }
        return OptionalDouble.of(change * factor);
    }

    /// `instantValue`: of the last two samples.
    private static OptionalDouble instantRate(RangeWindow window) {
        if (window.size() < 2) {
            return OptionalDouble.empty();
        }
        double last = window.values()[window.to() - 1];
        double before = window.values()[window.to() - 2];
        double change = last < before ? last : last - before;
        long millis = window.times()[window.to() - 1] - window.times()[window.to() - 2];
        return OptionalDouble.of(change / (millis / 1e3));
    }
}
