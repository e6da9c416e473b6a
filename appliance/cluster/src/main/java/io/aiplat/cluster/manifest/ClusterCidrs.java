package io.aiplat.cluster.manifest;

import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// CIDRs of a cluster: the addresses of its own pods and services, and the policies that keep a pod from them.
public final class ClusterCidrs {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0/0", "::/0");

    private ClusterCidrs() {}

    /// As far as the cluster says them and we may ask: those of its nodes for pods, and those of services, which it
    /// says from 1.33 on.
    public static List<String> read(KubernetesClient client) {
        Set<String> ranges = new TreeSet<>();
        ranges.addAll(asked(() -> client.nodes().list().getItems().stream().flatMap(ClusterCidrs::pods)));
        ranges.addAll(asked(() -> client.resources(ServiceCIDR.class).list().getItems().stream()
                .flatMap(services -> services.getSpec().getCidrs().stream())));
        return List.copyOf(ranges);
    }

    private static Stream<String> pods(Node node) {
        return node.getSpec().getPodCIDRs().stream();
    }

    private static List<String> asked(Supplier<Stream<String>> question) {
        try {
            return question.get().toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403 || e.getCode() == 404) {
                // Who may only look into one namespace is not told, and neither is who asks an older cluster.
                return List.of();
            }
            throw e;
        }
    }

    /// Puts ranges in the place of those that were written into a policy.
    ///
    /// @return how many policies there are of that name
    static int set(Patch.SetClusterRanges patch, List<HasMetadata> objects, List<String> ranges) {
        List<NetworkPolicy> policies = objects.stream()
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast)
                .filter(policy -> policy.getMetadata().getName().equals(patch.policy()))
                .toList();
        policies.stream()
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .flatMap(rule -> rule.getTo().stream())
                .flatMap(peer -> Stream.ofNullable(peer.getIpBlock()))
                .filter(block -> EVERYWHERE.contains(block.getCidr()))
                .forEach(block -> block.setExcept(except(block, patch.written(), ranges)));
        return policies.size();
    }

    private static List<String> except(IPBlock block, List<String> written, List<String> ranges) {
        List<String> except = new ArrayList<>(block.getExcept());
        except.removeAll(written);
        // An exception has to be of the same kind of address as what it is excepted from.
        ranges.stream()
                .filter(range -> range.contains(":") == block.getCidr().contains(":"))
                .forEach(except::add);
        return except;
    }
}
