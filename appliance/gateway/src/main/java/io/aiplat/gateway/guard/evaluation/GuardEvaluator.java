package io.aiplat.gateway.guard.evaluation;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.routing.Guard;
import java.util.List;

/// Guard evaluator: one guard at work.
public interface GuardEvaluator {
    /// By which people know it.
    String name();

    /// The texts as they may go on, one for each; the same texts where nothing is changed.
    ///
    /// @throws ApiException if none of them may go on
    List<GuardText> pass(List<GuardText> texts, Guard.Moment moment, EvaluationTimeout limit);
}
