package io.aiplat.config;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import java.util.List;
import java.util.Optional;

/// Tells every problem in one line.
public final class OneLineProblems implements FileProblems {
    private static Problem problem(String key, String place, String why) {
        return new Problem(
                new ProblemCode("TEST_FILE", ExitCode.SETTINGS), place + " " + key + ": " + why, "?", List.of("?"));
    }

    @Override
    public Problem malformed(String place, String reason) {
        return problem("", place, reason);
    }

    @Override
    public Problem unknownKey(String key, String place, Optional<String> meant, List<String> known) {
        return problem(key, place, "unknown, meant " + meant.orElse("nothing") + " of " + known);
    }

    @Override
    public Problem retiredKey(String key, String place, String instead) {
        return problem(key, place, "retired. " + instead);
    }

    @Override
    public Problem missingKey(String key, String place, String form) {
        return problem(key, place, "missing, " + form);
    }

    @Override
    public Problem invalidValue(String key, String place, String reason, String form) {
        return problem(key, place, reason);
    }

    @Override
    public Problem valueUnavailable(String key, String place, String reason, String fix) {
        return problem(key, place, reason);
    }

    @Override
    public Problem nameTaken(String key, String place, String name, String before) {
        return problem(key, place, "is at " + before);
    }
}
