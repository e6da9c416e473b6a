package io.aiplat.quality.alert.rule;

import io.aiplat.config.FileProblems;
import io.aiplat.config.SentenceProblems;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with a file of alert rules.
public final class AlertRuleProblems {
    static final FileProblems WORDING =
            new SentenceProblems(AlertRuleProblems::broken, "Prometheus that aiplat does not go by");

    private static final ProblemCode BROKEN = new ProblemCode("ALERTS_RULES_BROKEN", Kind.INVALID);

    private AlertRuleProblems() {}

    /// A file of rules is none.
    ///
    /// @param file  as a person knows it
    /// @param wrong a sentence for each fault, with its place
    public static Problem broken(String file, String wrong) {
        return new Problem(
                BROKEN,
                "The alert rules of " + file + " cannot be read",
                wrong,
                List.of("Correct it: it is read again as soon as it changes, and the rules before hold until then"));
    }
}
