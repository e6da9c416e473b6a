package io.aiplat.operator.realization;

import io.aiplat.operator.desired.DesiredState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Realizer: makes one kind of desired state true, and keeps it so. Asked again and again; it changes only what
/// differs.
///
/// @param <D> the kind of state
interface Realizer<D extends DesiredState> {
    /// Brings what is nearer to what a resource wants, and says how far that is.
    ///
    /// @param wanted at least one
    /// @param before what the status of the resource says of its model; null for nothing
    Realization realize(ResourceKey key, List<D> wanted, @Nullable ModelReport before);
}
