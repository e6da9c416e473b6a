package io.aiplat.routing.file;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import java.util.List;

/// Result of reading a configuration: the whole of it, or every problem.
public sealed interface ConfigReadResult {
    /// All is well.
    record Accepted(GatewayConfig plan) implements ConfigReadResult {}

    /// Something is wrong.
    ///
    /// @param problems all of it, in the order of the file as far as it has one; never none
    record Refused(List<Problem> problems) implements ConfigReadResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
