package io.aiplat.cluster.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterRangesTest {
    private static final Bundle BUNDLE = new Bundle("sample", "test", Map.of("policy.yaml", """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: engine, namespace: aiplat}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress:
                - ports: [{port: 53, protocol: UDP}]
                - to:
                    - ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16, 10.42.0.0/16]}
                    - ipBlock: {cidr: "::/0", except: ["fe80::/10"]}
                    - ipBlock: {cidr: 192.0.2.0/24}
            """), List.of(), List.of());

    private static List<List<String>> exceptions(String... ranges) {
        Patch patch = new Patch.SetClusterRanges("engine", List.of("10.42.0.0/16"));
        NetworkPolicy policy = (NetworkPolicy)
                Manifests.patched(BUNDLE, List.of(patch), List.of(ranges)).getFirst();
        return policy.getSpec().getEgress().getLast().getTo().stream()
                .map(peer -> peer.getIpBlock().getExcept())
                .toList();
    }

    @Test
    void rangesOfTheClusterTakeThePlaceOfThoseWritten() {
        assertEquals(
                List.of(
                        List.of("169.254.0.0/16", "10.96.0.0/12", "10.244.0.0/24"),
                        List.of("fe80::/10", "fd00:10::/56"),
                        List.of()),
                exceptions("10.96.0.0/12", "10.244.0.0/24", "fd00:10::/56"));
    }

    @Test
    void whereTheClusterSaysNoneNothingIsGuessed() {
        assertEquals(List.of(List.of("169.254.0.0/16"), List.of("fe80::/10"), List.of()), exceptions());
    }
}
