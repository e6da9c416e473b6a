package io.aiplat.operator.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadPolicyTest {
    private static List<NetworkPolicyPeer> callers(String gateway) {
        NetworkPolicy policy = (NetworkPolicy) WorkloadPolicy.of(
                new ObjectMetaBuilder().withName("chat").build(),
                Map.of("app", "chat"),
                8000,
                false,
                URI.create(gateway));
        return policy.getSpec().getIngress().getFirst().getFrom();
    }

    @Test
    void gatewaysThatArePodsAreLetIn() {
        List<NetworkPolicyPeer> callers = callers("http://aiplat-gateway.guests.svc:4000/v1");
        assertEquals(2, callers.size());
        NetworkPolicyPeer gateway = callers.getLast();
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "guests"),
                gateway.getNamespaceSelector().getMatchLabels());
        assertEquals(
                Map.of("app.kubernetes.io/name", "aiplat-gateway"),
                gateway.getPodSelector().getMatchLabels());
    }

    @Test
    void aGatewayOfTheHostComesByTheApiServer() {
        assertEquals(1, callers("http://10.0.0.7:4000/v1").size());
    }
}
