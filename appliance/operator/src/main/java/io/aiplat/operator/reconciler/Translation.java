package io.aiplat.operator.reconciler;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.DesiredState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translation of a custom resource into what it wants.
public sealed interface Translation {
    /// What it wants, all of one kind.
    ///
    /// @param states at least one
    /// @param note    a sentence about what is had in another way than it is written; empty for nothing
    /// @param lacking a part of it that cannot be had, where all the rest can; null for none
    record Wanted(
            List<DesiredState> states,
            String note,
            @Nullable Problem lacking) implements Translation {
        public Wanted {
            states = List.copyOf(states);
        }

        /// The same with another note.
        public Wanted noting(String other) {
            return new Wanted(states, other, lacking);
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
        return new Wanted(List.of(state), note, null);
    }

    /// One thing is wanted, and a part of it cannot be had.
    ///
    /// @param lacking null where all of it can
    static Translation of(DesiredState state, String note, @Nullable Problem lacking) {
        return new Wanted(List.of(state), note, lacking);
    }
}
