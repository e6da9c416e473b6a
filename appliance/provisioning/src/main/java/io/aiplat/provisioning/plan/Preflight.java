package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.util.List;

/// The host's probes, as the planner sees them: a pure judgement of facts that were already read.
@FunctionalInterface
public interface Preflight {
    /// What stands in the way of running this kind of cluster and model engine here.
    ///
    /// @param host without the ports that our own processes hold
    List<Problem> refusals(Settings settings, HostFacts host, ClusterKind cluster, EngineKind engine);
}
