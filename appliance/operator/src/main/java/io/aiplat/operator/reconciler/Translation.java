package io.aiplat.operator.reconciler;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.DesiredState;
import java.util.List;

/// Translation of a custom resource into what it wants.
public sealed interface Translation {
    /// What it wants, all of one kind.
    ///
    /// @param states at least one
    record Wanted(List<DesiredState> states) implements Translation {
        public Wanted {
            states = List.copyOf(states);
        }
    }

    /// It wants nothing by itself: others refer to it.
    ///
    /// @param message a sentence
    record Accepted(String message) implements Translation {}

    /// It cannot be had as it is written, whoever tries.
    record Refused(Problem problem) implements Translation {}

    /// One thing is wanted.
    static Translation of(DesiredState state) {
        return new Wanted(List.of(state));
    }
}
