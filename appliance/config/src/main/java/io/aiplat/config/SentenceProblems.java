package io.aiplat.config;

import io.aiplat.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What is wrong with a file as a sentence for each place, for files of which every mistake is the same problem.
///
/// @param broken  makes that problem of a place and a sentence that begins with it
/// @param retired whose key a retired one is: `an earlier version`
public record SentenceProblems(BiFunction<String, String, Problem> broken, String retired) implements FileProblems {
    private Problem problem(String place, String sentence) {
        return broken.apply(place, place + ": " + sentence);
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
        return problem(place, key + " is a key of " + retired + ". " + instead + ".");
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
