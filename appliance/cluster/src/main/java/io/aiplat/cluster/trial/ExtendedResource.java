package io.aiplat.cluster.trial;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Extended resource of a cluster, such as `nvidia.com/gpu`: how many its nodes offer, and whether anybody wants any.
///
/// @param allocatable of all nodes together
/// @param wanted      whether a pod asks for it, or a device plugin of its maker is there
public record ExtendedResource(int allocatable, boolean wanted) {
    private static final int FORBIDDEN = 403;

    /// Looks. Who may not look at nodes and pods of others sees none.
    ///
    /// @param resource such as `nvidia.com/gpu`
    /// @param plugin   part of the name of its device plugin's DaemonSet
    public static ExtendedResource look(KubernetesApi kube, String resource, String plugin) {
        return kube.call("count " + resource, () -> {
            try {
                List<Node> nodes = kube.client().nodes().list().getItems();
                int offered = nodes.stream()
                        .mapToInt(node -> node.getStatus() == null
                                ? 0
                                : count(node.getStatus().getAllocatable(), resource))
                        .sum();
                boolean asked = kube.client().pods().inAnyNamespace().list().getItems().stream()
                        .anyMatch(pod -> asks(pod, resource));
                boolean installed = kube.client().apps().daemonSets().inAnyNamespace().list().getItems().stream()
                        .anyMatch(set -> set.getMetadata().getName().contains(plugin));
                return new ExtendedResource(offered, asked || installed);
            } catch (KubernetesClientException e) {
                if (e.getCode() == FORBIDDEN) {
                    return new ExtendedResource(0, false);
                }
                throw e;
            }
        });
    }

    private static boolean asks(Pod pod, String resource) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getResources)
                .anyMatch(resources -> resources != null && count(resources.getLimits(), resource) > 0);
    }

    private static int count(Map<String, Quantity> resources, String resource) {
        Quantity quantity = resources == null ? null : resources.get(resource);
        return quantity == null ? 0 : quantity.getNumericalAmount().intValue();
    }

    /// The handler that a runtime class leads to; empty where there is no such class. `?` where it may not be asked.
    public static Optional<String> runtimeHandler(KubernetesApi kube, String runtimeClass) {
        return kube.call("read RuntimeClass " + runtimeClass, () -> {
            try {
                return Optional.ofNullable(kube.client()
                                .resources(RuntimeClass.class)
                                .withName(runtimeClass)
                                .get())
                        .map(RuntimeClass::getHandler);
            } catch (KubernetesClientException e) {
                if (e.getCode() == FORBIDDEN) {
                    return Optional.of("?");
                }
                throw e;
            }
        });
    }
}
