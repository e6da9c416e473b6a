package io.aiplat.operator.bundles;

import io.aiplat.model.ApplianceException;

/// Home of bundles, as the operator needs it: what is installed in its cluster, and who installs and removes.
/// Implementations are safe for several threads, and answer at once: what takes time goes on without the caller.
public interface BundleHome {
    /// An operator that may not install anything.
    BundleHome NONE = new BundleHome() {
        @Override
        public BundleState state(String bundle) {
            return new BundleState.Failed(BundleProblems.notInstalledHere(bundle));
        }

        @Override
        public void install(String bundle) {
            throw new ApplianceException(BundleProblems.notInstalledHere(bundle));
        }

        @Override
        public void remove(String bundle) {
            // None was ever installed.
        }

        @Override
        public void removeAll() {
            // None was ever installed.
        }
    };

    /// What has become of a bundle by now. A try that failed is told for a while, then it is as if there had been none.
    ///
    /// @throws ApplianceException if the cluster cannot be asked
    BundleState state(String bundle);

    /// Begins to install a bundle and what it needs, unless somebody does already.
    void install(String bundle);

    /// Begins to remove a bundle, unless a person asked for it. What it has stored stays.
    void remove(String bundle);

    /// Begins to remove all bundles that no person asked for.
    void removeAll();
}
