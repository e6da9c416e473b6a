package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import java.util.List;

/// Result of reading a source: its fragment, or every problem.
public sealed interface FragmentResult {
    /// All is well, as far as the source can tell by itself.
    record Complete(Fragment fragment) implements FragmentResult {}

    /// Something is wrong. What the source said before is served on.
    ///
    /// @param problems never none
    record Broken(List<Problem> problems) implements FragmentResult {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
