package io.aiplat.quality.promql.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.PromQlException.Cause;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.VectorSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlEngineTest {
    private static final Instant MOMENT = Instant.ofEpochMilli(SampleSeries.BEGIN + 3_600_000);

    private static PromQlEngine engine(QueryLimits limits) {
        return new PromQlEngine(new SampleSeries(), limits, System::nanoTime);
    }

    private static PromQlException failure(PromQlEngine engine, String expression) {
        return assertThrows(PromQlException.class, () -> engine.at(expression, MOMENT));
    }

    @Test
    void rulesAndViewsAskForWhatAnExpressionIsAtAMoment() {
        PromQlEngine engine = engine(QueryLimits.USUAL);
        assertEquals(
                List.of(new VectorSample(Map.of("job", "api"), 4), new VectorSample(Map.of("job", "web"), 4)),
                engine.at("count by (job) (requests_total)", MOMENT));
        assertEquals(List.of(new VectorSample(Map.of(), 3)), engine.at("1 + 2", MOMENT));
        assertEquals(List.of(), engine.at("nothing_like_it > 3", MOMENT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sum(rate(x[5m]) | At character 16: there is the end of the expression in place of "," or ")".
            rate(x) | At character 6: rate() takes a range vector here, and this is an instant vector.
            x[5m:1m] | At character 2: a subquery is not in the part of PromQL that aiplat evaluates.
            x @ 3 | At character 3: the modifier @ is not in the part of PromQL that aiplat evaluates.
            x + stddev(y) | At character 5: stddev() is not in the part of PromQL that aiplat evaluates.
            quantile by (a) (0.5, x) | At character 1: the aggregation quantile is not in the part of PromQL
            x{a="b} | At character 5: this string does not end.
            x{a=~"("} | At character 6: The regular expression "(" cannot be read:
            x{a=~"(?=b)"} | At character 6: The regular expression "(?=b)" has (?=, which Prometheus'
            {a=~".*"} | At character 1: a selector needs a condition that does not hold for a label that is not there.
            1 == 2 | At character 3: a comparison of scalars needs bool: "== bool".
            x[1m30] | At character 3: this is neither a number nor a time such as 5m or 1h30m.
            x[1m1h] | At character 3: this is no time: write it as 1h30m, larger units first.
            """)
    void whatCannotBeReadIsSaidWithItsPlace(String expression, String message) {
        PromQlException failure = failure(engine(QueryLimits.USUAL), expression);
        assertTrue(String.valueOf(failure.getMessage()).startsWith(message), failure.getMessage());
        assertEquals(Cause.SYNTAX, failure.kind());
    }

    @Test
    void samplesThatDoNotFindEachOtherAreNamed() {
        PromQlException failure = failure(engine(QueryLimits.USUAL), "errors_total / on (job) requests_total");
        assertEquals(Cause.EVALUATION, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("Samples do not find each other for \"/\": on the right side both"
                                + " requests_total{code=\"200\", instance=\"a\", job=\"api\"} and "),
                failure.getMessage());
    }

    @Test
    void nestingLengthAndPartsAreBounded() {
        PromQlEngine engine = engine(QueryLimits.USUAL);
        failure(engine, "(".repeat(5_000) + "1" + ")".repeat(5_000));
        failure(engine, "-".repeat(5_000) + "1");
        failure(engine, "1" + "+1".repeat(5_000));
        failure(engine, "1" + "^1".repeat(5_000));
        failure(engine, "x".repeat(20_000));
        assertEquals(1, engine.at("1" + "+0".repeat(400), MOMENT).size());
    }

    @Test
    void aRegularExpressionThatWouldTakeForEverIsGivenUp() {
        SampledSeries long30 = new SampledSeries(
                LabelSet.of(Map.of(LabelSet.NAME, "x", "a", "a".repeat(40) + "b")), new long[] {1}, new double[] {1});
        PromQlEngine engine = new PromQlEngine(
                (conditions, _, _, _) -> conditions.stream()
                                .allMatch(one -> one.accepts(long30.labels().get(one.name())))
                        ? List.of(long30)
                        : List.of(),
                QueryLimits.USUAL,
                System::nanoTime);
        PromQlException failure = failure(engine, "x{a=~\"(.*a){15}c\"}");
        assertEquals(Cause.TIMEOUT, failure.kind());
    }

    @Test
    void whatTakesTooLongOrTooMuchIsGivenUp() {
        AtomicLong ticks = new AtomicLong();
        PromQlEngine slow = new PromQlEngine(
                new SampleSeries(),
                QueryLimits.USUAL,
                () -> ticks.addAndGet(Duration.ofSeconds(1).toNanos()));
        long from = SampleSeries.BEGIN;
        PromQlException late = assertThrows(
                PromQlException.class, () -> slow.range("sum(temperature)", from, from + 3_600_000, 15_000));
        assertEquals(Cause.TIMEOUT, late.kind());
        PromQlEngine small = engine(new QueryLimits(100, 1_000_000, 150, Duration.ofSeconds(10)));
        assertEquals(
                1, small.range("sum(temperature)", from, from + 99_000, 1_000).size());
        assertThrows(PromQlException.class, () -> small.range("sum(temperature)", from, from + 100_000, 1_000));
        assertThrows(PromQlException.class, () -> small.range("temperature", from, from + 99_000, 1_000));
    }
}
