package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Quantiles of histograms whose buckets are series with a label `le`: `bucketQuantile` of
/// [Prometheus](https://github.com/prometheus/prometheus/blob/main/promql/quantile.go).
final class HistogramQuantile {
    private static final String BOUND = "le";
    private static final Set<String> OF_BUCKETS = Set.of(LabelSet.NAME, BOUND);

    private HistogramQuantile() {}

    /// @param bound the largest value in it
    /// @param count of what is not larger
    private record Bucket(double bound, double count) {}

    /// A sample for each histogram. What has no bound, or none that is a number, is left out.
    static List<LabelledValue> of(double quantile, List<LabelledValue> samples) {
        Map<LabelSet, List<Bucket>> histograms = new LinkedHashMap<>();
        for (LabelledValue sample : samples) {
            double bound = bound(sample.labels().get(BOUND));
            if (!Double.isNaN(bound)) {
                histograms
                        .computeIfAbsent(sample.labels().without(OF_BUCKETS), _ -> new ArrayList<>())
                        .add(new Bucket(bound, sample.value()));
            }
        }
        List<LabelledValue> quantiles = new ArrayList<>();
        histograms.forEach((labels, buckets) -> quantiles.add(new LabelledValue(labels, quantile(quantile, buckets))));
        return quantiles;
    }

    private static double bound(String text) {
        try {
            return switch (text) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static double quantile(double quantile, List<Bucket> unsorted) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        List<Bucket> buckets = rising(unsorted);
        double all = buckets.getLast().count();
        if (buckets.getLast().bound() != Double.POSITIVE_INFINITY || buckets.size() < 2 || all == 0) {
            return Double.NaN;
        }
        double rank = quantile * all;
        int at = 0;
        while (at < buckets.size() - 1 && !(buckets.get(at).count() >= rank)) {
            at++;
        }
        if (at == buckets.size() - 1) {
            return buckets.get(at - 1).bound();
        }
        double end = buckets.get(at).bound();
        if (at == 0 && end <= 0) {
            return end;
        }
        double begin = at == 0 ? 0 : buckets.get(at - 1).bound();
        double below = at == 0 ? 0 : buckets.get(at - 1).count();
        return begin + (end - begin) * ((rank - below) / (buckets.get(at).count() - below));
    }

    /// By their bounds, each once, and none with less than the one before: they were not read at one moment.
    private static List<Bucket> rising(List<Bucket> unsorted) {
        List<Bucket> rising = new ArrayList<>();
        List<Bucket> sorted = new ArrayList<>(unsorted);
        sorted.sort(Comparator.comparingDouble(Bucket::bound));
        for (Bucket bucket : sorted) {
            if (!rising.isEmpty() && rising.getLast().bound() == bucket.bound()) {
                Bucket same = rising.removeLast();
                rising.add(new Bucket(same.bound(), same.count() + bucket.count()));
            } else {
                rising.add(bucket);
            }
        }
        double most = rising.getFirst().count();
        for (int i = 1; i < rising.size(); i++) {
            Bucket bucket = rising.get(i);
            if (bucket.count() < most) {
                rising.set(i, new Bucket(bucket.bound(), most));
            } else if (bucket.count() > most) {
                most = bucket.count();
            }
        }
        return rising;
    }
}
