package io.aiplat.quality.view;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with views.
public final class ViewProblems {
    private static final ProblemCode UNKNOWN = new ProblemCode("VIEWS_UNKNOWN", Kind.NOT_FOUND);

    private ViewProblems() {}

    /// There is no such view.
    ///
    /// @param known names of those there are
    public static Problem unknown(String name, List<String> known) {
        return new Problem(
                UNKNOWN,
                "There is no view " + name,
                "There are: " + String.join(", ", known) + ".",
                List.of("Choose one of these"));
    }
}
