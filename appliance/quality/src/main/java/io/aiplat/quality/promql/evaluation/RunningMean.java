package io.aiplat.quality.promql.evaluation;

/// Mean that does not overflow where the sum would. What is infinite stays so, and of both signs is NaN.
final class RunningMean {
    private double mean;
    private double lost;
    private long count;

    void add(double value) {
        count++;
        if (Double.isInfinite(mean)) {
            boolean same = Double.isInfinite(value) && mean > 0 == value > 0;
            boolean finite = !Double.isInfinite(value) && !Double.isNaN(value);
            if (same || finite) {
                return;
            }
        }
        double step = value / count - mean / count;
        double next = mean + step;
        if (Double.isInfinite(next) || Double.isNaN(next)) {
            lost = 0;
        } else if (Math.abs(mean) >= Math.abs(step)) {
            lost += (mean - next) + step;
        } else {
            lost += (step - next) + mean;
        }
        mean = next;
    }

    double value() {
        return Double.isInfinite(mean) ? mean : mean + lost;
    }
}
