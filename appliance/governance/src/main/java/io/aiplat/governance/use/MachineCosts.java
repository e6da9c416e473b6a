package io.aiplat.governance.use;

import java.nio.file.Path;

/// Costs of machines: what workloads have used, and what that costs.
///
/// @param ledger of workloads; empty where none are metered
/// @param prices of what they use
public record MachineCosts(WorkloadLedger ledger, MachinePrices prices) {
    private static final String FOLDER = "use";

    /// Those of a gateway.
    ///
    /// @param store folder of its keys and what they spend
    public static MachineCosts of(Path store, MachinePrices prices) {
        return new MachineCosts(new WorkloadLedger(store.resolve(FOLDER)), prices);
    }
}
