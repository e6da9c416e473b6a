package io.aiplat.operator.reconciler;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.DesiredState;
import java.util.List;

/// Translation of a custom resource into what it wants.
public sealed interface Translation {
    /// What it wants, all of one kind.
    ///
    /// @param states at least one
    /// @param note   a sentence about what is had in another way than it is written; empty for nothing
    record Wanted(List<DesiredState> states, String note) implements Translation {
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
        return of(state, "");
    }

    /// One thing is wanted, and a part of it is had in another way than it is written.
    ///
    /// @param note a sentence
    static Translation of(DesiredState state, String note) {
        return new Wanted(List.of(state), note);
    }
}
