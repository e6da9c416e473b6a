package io.aiplat.quality.promql.evaluation;

/// Sum that keeps what rounding takes away, by [Neumaier](https://en.wikipedia.org/wiki/Kahan_summation_algorithm), as
/// Prometheus sums.
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double value) {
        double next = sum + value;
        if (Double.isInfinite(next)) {
            lost = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - next) + value;
        } else {
            lost += (value - next) + sum;
        }
        sum = next;
    }

    double value() {
        return Double.isInfinite(sum) ? sum : sum + lost;
    }
}
