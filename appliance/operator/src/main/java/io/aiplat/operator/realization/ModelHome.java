package io.aiplat.operator.realization;

import org.jspecify.annotations.Nullable;

/// Home of models, as the operator needs it: what is here, what comes, and who brings it. Implementations are safe for
/// several threads, and answer at once.
public interface ModelHome {
    /// What has become of a model by now. Changes nothing.
    ///
    /// @param reference as `aiplat models pull` takes it
    /// @param name      that it was kept under when it was last seen; null where it never was
    ModelState state(String reference, @Nullable String name);

    /// Begins to bring it, unless somebody does already.
    void bring(String reference);

    /// Ends what brings it, and removes it if it is here.
    ///
    /// @param name that it is kept under, or its reference
    void remove(String name);
}
