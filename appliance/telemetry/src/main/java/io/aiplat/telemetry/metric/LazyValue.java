package io.aiplat.telemetry.metric;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value made when it is first wanted, so that a route never used fills no scrape with zeros. Two threads may
/// both make it; the library gives both the same one.
final class LazyValue<T> {
    private final Supplier<T> make;
    private volatile @Nullable T made;

    LazyValue(Supplier<T> make) {
        this.make = make;
    }

    T value() {
        T value = made;
        if (value == null) {
            value = make.get();
            made = value;
        }
        return value;
    }
}
