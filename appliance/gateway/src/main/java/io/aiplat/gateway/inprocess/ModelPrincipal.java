package io.aiplat.gateway.inprocess;

import io.aiplat.governance.key.KeySnapshot;

/// The principal of a call: whose limits it is under, and whose budget pays for it.
@FunctionalInterface
public interface ModelPrincipal {
    /// The key as it is now; asked once for each call, so that what is changed of a key holds from the next call on.
    ///
    /// @throws io.aiplat.gateway.api.contract.ApiException 401 if it opens nothing any more
    KeySnapshot key();
}
