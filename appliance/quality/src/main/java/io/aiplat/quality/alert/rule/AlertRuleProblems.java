package io.aiplat.quality.alert.rule;

import io.aiplat.config.FileProblems;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;
import java.util.Optional;

/// What can be wrong with a file of alert rules.
public final class AlertRuleProblems {
    static final FileProblems WORDING = new Wording();

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

    private static final class Wording implements FileProblems {
        private static Problem problem(String place, String sentence) {
            return broken(place, place + ": " + sentence);
        }

        @Override
        public Problem malformed(String place, String reason) {
            return problem(place, reason);
        }

        @Override
        public Problem unknownKey(String key, String place, Optional<String> meant, List<String> known) {
            String hint = meant.map(m -> " Did you mean '" + m + "'?")
                    .orElse(" Keys of this place: " + String.join(", ", known) + ".");
            return problem(place, "There is no key " + key + "." + hint);
        }

        @Override
        public Problem retiredKey(String key, String place, String instead) {
            return problem(place, key + " is a key of Prometheus that aiplat does not go by. " + instead + ".");
        }

        @Override
        public Problem missingKey(String key, String place, String form) {
            return problem(place, key + " is missing: " + form + ".");
        }

        @Override
        public Problem invalidValue(String key, String place, String reason, String form) {
            return problem(place, key + " cannot be that. " + reason + " Write " + form + ".");
        }

        @Override
        public Problem valueUnavailable(String key, String place, String reason, String fix) {
            return problem(place, "The value of " + key + " cannot be had. " + reason);
        }

        @Override
        public Problem nameTaken(String key, String place, String name, String before) {
            return problem(place, key + " is there twice, before at " + before + ".");
        }
    }
}
