package io.aiplat.operator.agentops;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.workload.PodSurroundings;
import io.aiplat.operator.workload.Replacement;
import io.aiplat.operator.workload.ReplicaOwnership;
import io.aiplat.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.InstantSource;
import java.util.List;

/// Objects that the operator makes of an agent.
public final class AgentObjects {
    private AgentObjects() {}

    /// Those of an AgentDeployment, where there is room for one copy more.
    public static List<HasMetadata> of(String yaml, String namespace, PodSurroundings surroundings) {
        AgentDeployment resource = Serialization.unmarshal(yaml, AgentDeployment.class);
        resource.getMetadata().setUid("7f1c0f6e-0000-4000-8000-000000000000");
        Translation translation = new AgentDeploymentReconciler(MadeUpRealizers.noCluster(), InstantSource.system())
                .translate(resource, new MadeUpCluster());
        if (translation instanceof Translation.Wanted wanted
                && wanted.states().getFirst() instanceof ContainerWorkload workload) {
            boolean scaled = workload.scaling() != null;
            return WorkloadObjects.of(
                    workload,
                    namespace,
                    workload.container().resources(),
                    Replacement.SURGE,
                    new ReplicaOwnership(workload.initial(), !scaled, scaled),
                    surroundings);
        }
        throw new AssertionError("not understood: " + translation);
    }
}
