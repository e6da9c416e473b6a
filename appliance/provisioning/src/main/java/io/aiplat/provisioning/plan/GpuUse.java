package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.plan.GpuHandover;
import java.util.List;
import java.util.Optional;

/// Who computes on GPUs: an Ollama of the host by itself, one in a cluster where a person says that the cluster has
/// them, the built-in engine never.
///
/// That a machine has a GPU is no sign that its cluster has: the usual node image holds no C library, so NVIDIA's
/// runtime cannot run in it, and a pod that asks for a GPU of such a node waits for ever.
final class GpuUse {
    private GpuUse() {}

    /// How the engine hands GPUs to the node.
    static GpuHandover request(Inputs in) {
        return in.settings().cluster().gpus() == 0
                ? GpuHandover.NONE
                : offered(in.host().engine());
    }

    private static GpuHandover offered(ContainerEngineFacts engine) {
        return switch (engine) {
            case ContainerEngineFacts.Unusable _ -> GpuHandover.NONE;
            case ContainerEngineFacts.Answers e
            when e.cdiDevices().contains("nvidia.com/gpu=all") -> GpuHandover.byEngine(GpuHandover.Way.ENGINE_CDI);
            case ContainerEngineFacts.Answers e
            when e.runtimes().contains("nvidia") -> GpuHandover.byEngine(GpuHandover.Way.ENGINE_REQUEST);
            case ContainerEngineFacts.Answers _ -> GpuHandover.NONE;
        };
    }

    /// Why a node in a container would not have the GPUs that are wanted of it; empty where it would, or where none
    /// are wanted.
    ///
    /// @param engine that answers
    static Optional<Problem> outOfReach(Inputs in, ContainerEngineFacts.Answers engine) {
        int wanted = in.settings().cluster().gpus();
        if (wanted == 0) {
            return Optional.empty();
        }
        if (offered(engine).way() == GpuHandover.Way.NONE) {
            return Optional.of(PlanProblems.gpusNotHandedOn(wanted));
        }
        boolean usual =
                in.nodeImage().repository().equals(in.catalog().nodeImage().repository());
        return usual ? Optional.of(PlanProblems.gpusNotInNode(wanted, in.nodeImage())) : Optional.empty();
    }

    /// That a GPU of this machine is left idle, and what would use it, as one sentence or two.
    static Optional<String> idle(Inputs in, ClusterKind cluster, EngineKind engine) {
        List<Gpu> gpus = in.host().gpus().stream().filter(Gpu::computes).toList();
        return gpus.isEmpty() ? Optional.empty() : why(in, cluster, engine).map(why -> names(gpus) + " unused: " + why);
    }

    private static String names(List<Gpu> gpus) {
        String first = gpus.getFirst().name();
        return gpus.size() == 1 ? first + " stays" : first + " and " + (gpus.size() - 1) + " more stay";
    }

    private static Optional<String> why(Inputs in, ClusterKind cluster, EngineKind engine) {
        if (engine == EngineKind.EMBEDDED) {
            return Optional.of("the built-in engine computes on processors."
                    + " To compute on GPUs, run Ollama on this machine: https://ollama.com/download");
        }
        if (engine == EngineKind.LLAMACPP) {
            // Whether it computes on GPUs is how it was built.
            return Optional.empty();
        }
        return switch (cluster) {
            case DOCKER ->
                in.settings().cluster().gpus() > 0
                        ? Optional.empty()
                        : Optional.of("the node's container has no GPU."
                                + " To compute on GPUs, run Ollama on this machine: aiplat up --cluster none");
            // A node of the machine itself sees its GPUs where NVIDIA's runtime is installed, which k3s finds by
            // itself.
            // What GPUs somebody else's cluster has does not follow from this machine.
            case NATIVE, EXISTING, NONE, AUTO -> Optional.empty();
        };
    }
}
