package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.wal.WalRecoveryReport;
import io.aiplat.model.Problem;

/// Listener for events of governance that nobody asked for but somebody should know.
/// Called on the path of requests and on the thread that writes the store: an implementation counts or logs, and
/// returns.
public interface GovernanceListener {
    /// Hears nothing.
    GovernanceListener NONE = new GovernanceListener() {};

    /// What an earlier process had left when the store was opened. Said once, at the start.
    default void recovered(WalRecoveryReport recovery) {}

    /// Nothing is let through from now on, because spend cannot be recorded. Said once, until it is repaired.
    default void storeFailed(Problem problem) {}

    /// Requests are let through again.
    default void storeRecovered() {}

    /// A gateway that shares the store was not heard of any more; what it had not ended was charged in full.
    ///
    /// @param gateway  its name, which is of its machine and process
    /// @param requests how many that were
    default void gatewayLost(String gateway, int requests) {}

    /// Responses that nobody may have any more could not be deleted. They are tried again.
    default void responsesFailed(Problem problem) {}

    /// A key in shadow mode was let through where another would have been refused. Called with the key's
    /// accounts locked.
    default void shadowed(KeySnapshot key, RequestDenied overlooked) {}
}
