package io.aiplat.launcher.operator;

import io.aiplat.model.Problem;
import java.util.List;
import java.util.function.Supplier;

/// What the operator of this process does not do, for whoever asks how things are. Until an operator runs it is
/// nothing.
public final class OperatorStatus {
    private volatile Supplier<List<Problem>> leftAlone = List::of;

    /// Tells of this operator from now on.
    void follow(Supplier<List<Problem>> kinds) {
        leftAlone = kinds;
    }

    /// Kinds that belong to another operator, each as a sentence.
    public List<String> sentences() {
        return leftAlone.get().stream().map(Problem::what).toList();
    }
}
