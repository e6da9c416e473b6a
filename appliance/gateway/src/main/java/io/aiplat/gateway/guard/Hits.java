package io.aiplat.gateway.guard;

import java.util.function.BiConsumer;

/// Counts what guards do.
///
/// @param counter takes the guard's name and what it did
record Hits(BiConsumer<String, String> counter) {
    void masked(String guard) {
        counter.accept(guard, "masked");
    }

    void blocked(String guard) {
        counter.accept(guard, "blocked");
    }

    void failed(String guard) {
        counter.accept(guard, "failed");
    }
}
