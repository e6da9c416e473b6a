package io.aiplat.gateway.guard.evaluation;

import java.util.function.BiConsumer;

/// Counter of what guards do.
///
/// @param counter takes the guard's name and what it did
public record GuardCounter(BiConsumer<String, String> counter) {
    /// A guard has masked something in a text.
    public void masked(String guard) {
        counter.accept(guard, "masked");
    }

    void blocked(String guard) {
        counter.accept(guard, "blocked");
    }

    void confined(String guard) {
        counter.accept(guard, "confined");
    }

    void failed(String guard) {
        counter.accept(guard, "failed");
    }
}
