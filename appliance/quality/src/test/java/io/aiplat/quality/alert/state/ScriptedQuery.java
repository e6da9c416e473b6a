package io.aiplat.quality.alert.state;

import io.aiplat.quality.promql.InstantQuery;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.VectorSample;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers as told.
public final class ScriptedQuery implements InstantQuery {
    private final Map<String, List<VectorSample>> answers = new HashMap<>();

    /// What an expression is from now on.
    public void set(String expression, VectorSample... samples) {
        answers.put(expression, List.of(samples));
    }

    /// It is refused from now on.
    public void fail(String expression) {
        answers.remove(expression);
    }

    @Override
    public List<VectorSample> at(String expression, Instant moment) {
        List<VectorSample> answer = answers.get(expression);
        if (answer == null) {
            throw new PromQlException("there is no " + expression);
        }
        return answer;
    }
}
