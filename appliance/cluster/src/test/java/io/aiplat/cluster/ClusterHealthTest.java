package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What is said of a cluster that was made well and may be unwell now.
class ClusterHealthTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static Node node(String pressure, String image) {
        return Serialization.unmarshal("""
                metadata: {name: n1}
                status:
                  images: [{names: [%s]}]
                  conditions:
                    - {type: DiskPressure, status: "%s"}
                    - {type: Ready, status: "True"}
                """.formatted(image, pressure), Node.class);
    }

    private static Optional<Pod> pod(String policy) {
        return Optional.of(Serialization.unmarshal("""
                metadata: {name: p, namespace: aiplat}
                spec: {nodeName: n1, containers: [{name: c, image: "ollama/ollama:1", imagePullPolicy: %s}]}
                """.formatted(policy), Pod.class));
    }

    @Test
    void aNodeShortOfSomethingIsUnwellThoughItIsReady() {
        assertTrue(ClusterHealth.node(List.of(node("False", "x"))).well());
        ClusterHealth.HealthFinding full = ClusterHealth.node(List.of(node("True", "x")));
        assertFalse(full.well());
        assertEquals("n1: DiskPressure", full.saw());
    }

    @Test
    void anImageThatWasCopiedAndIsGoneIsLost() {
        assertTrue(ClusterHealth.image(List.of(node("False", "docker.io/ollama/ollama:1")), pod("Never"))
                .well());
        ClusterHealth.HealthFinding lost =
                ClusterHealth.image(List.of(node("False", "docker.io/other:1")), pod("Never"));
        assertFalse(lost.well(), lost.saw());
        assertTrue(ClusterHealth.image(List.of(node("False", "docker.io/other:1")), pod("IfNotPresent"))
                .well());
        assertTrue(ClusterHealth.image(List.of(), Optional.empty()).well());
    }

    @Test
    void aCertificateThatEndsSoonIsSaid() {
        assertTrue(
                ClusterHealth.expiry(Instant.parse("2027-11-29T12:00:00Z"), NOW).well());
        ClusterHealth.HealthFinding soon = ClusterHealth.expiry(Instant.parse("2026-12-09T12:00:00Z"), NOW);
        assertFalse(soon.well());
        assertTrue(soon.saw().startsWith("the first expires on 2026-12-09, in 10 days"), soon.saw());
        assertTrue(ClusterHealth.expiry(Instant.parse("2026-11-28T12:00:00Z"), NOW)
                .saw()
                .startsWith("one expired on 2026-11-28"));
    }

    @Test
    void theKubeletSaysWhatIsFree() {
        assertEquals(
                OptionalLong.of(5_000_000_000L),
                ClusterHealth.free("{\"node\":{\"fs\":{\"availableBytes\":5000000000}}}"));
        assertEquals(OptionalLong.empty(), ClusterHealth.free("{\"node\":{}}"));
    }
}
