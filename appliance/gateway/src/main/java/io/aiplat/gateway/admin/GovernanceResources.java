package io.aiplat.gateway.admin;

import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.management.ManagementResource;
import io.aiplat.routing.balancing.DeploymentStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Resources of the management API that a gateway and its store contribute.
public final class GovernanceResources {
    private GovernanceResources() {}

    /// All of them, in the order of the document.
    ///
    /// @param kept        which keys, by name, are made from files at every start, and not changed here
    /// @param deployments how each one does; none where no gateway runs
    /// @param machines    what pods have used, and what that costs
    /// @param clock       says what today is
    public static List<ManagementResource> of(
            Administration administration,
            Predicate<String> kept,
            Supplier<List<DeploymentStatus>> deployments,
            MachineCosts machines,
            InstantSource clock) {
        return List.of(
                new KeyResource(administration, kept, clock),
                new LimitOwnerResource(administration, LimitOwnerKind.USER),
                new LimitOwnerResource(administration, LimitOwnerKind.TEAM),
                new SpendResource(administration, machines, clock),
                new DeploymentResource(deployments));
    }
}
