package io.aiplat.telemetry;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value made when it is first wanted, so that a route never used fills no scrape with zeros. Two threads may
/// both make it; the library gives both the same one.
final class OnFirstUse<T> {
    private final Supplier<T> make;
    private volatile @Nullable T made;

    OnFirstUse(Supplier<T> make) {
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
