package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.testkit.Golden;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KubeconfigTest {
    /// As k3s writes it.
    static final String OF_K3S = """
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: Q0E=
                server: https://127.0.0.1:6443
              name: default
            contexts:
            - context:
                cluster: default
                user: default
              name: default
            current-context: default
            kind: Config
            preferences: {}
            users:
            - name: default
              user:
                client-certificate-data: Q0VSVA==
                client-key-data: S0VZ
            """;

    @Test
    void nameAndAddressAreOurs() {
        Golden.matches("kubeconfig.yaml", Kubeconfig.renamed(OF_K3S, "aiplat", "https://127.0.0.1:16443"));
    }

    @Test
    void halfAFileIsNoKubeconfig() {
        assertThrows(IllegalArgumentException.class, () -> Kubeconfig.renamed("", "aiplat", "https://x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Kubeconfig.renamed(OF_K3S.substring(0, 120), "aiplat", "https://x"));
        assertThrows(IllegalArgumentException.class, () -> Kubeconfig.parse("clusters: ["));
        assertThrows(IllegalArgumentException.class, () -> Kubeconfig.parse("kind: Config\nkind: Config\n"));
    }

    @Test
    void nothingButTheKubeconfigDecidesWhereWeGo() {
        System.setProperty("kubernetes.master", "https://elsewhere:1");
        try (KubernetesApi kube = KubernetesApi.of(
                Kubeconfig.renamed(OF_K3S.replaceAll("(?m)^.*-data.*$", ""), "aiplat", "https://127.0.0.1:16443"),
                "home",
                Instant.EPOCH)) {
            assertEquals("https://127.0.0.1:16443/", kube.url());
        } finally {
            System.clearProperty("kubernetes.master");
        }
    }

    @Test
    void refusesWhatWouldTakeForEver() {
        String laughs = "a: &a [x]\n" + "b: [*a, *a]\n".repeat(20);
        for (String text :
                java.util.List.of("[".repeat(100_000), "a: " + "{a: ".repeat(50_000), laughs, "a: &a [*a]")) {
            org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> Kubeconfig.parse(text));
        }
    }

    @Test
    void whoIsGivenOneContextCanReachNoOtherCluster() {
        String both = """
                apiVersion: v1
                kind: Config
                current-context: prod
                clusters:
                - {name: lab, cluster: {server: "https://lab:6443", certificate-authority: ca.pem}}
                - {name: prod, cluster: {server: "https://prod:6443"}}
                users:
                - {name: ada, user: {client-certificate: /abs/ada.pem, client-key: keys/ada.key}}
                - {name: root, user: {token: secret}}
                contexts:
                - {name: lab, context: {cluster: lab, user: ada, namespace: team}}
                - {name: prod, context: {cluster: prod, user: root}}
                """;
        String only = Kubeconfig.only(both, "lab", java.nio.file.Path.of("/home/ada/.kube"));
        assertEquals("lab", Kubeconfig.parse(only).getCurrentContext());
        assertEquals(1, Kubeconfig.parse(only).getContexts().size());
        for (String kept : java.util.List.of(
                "https://lab:6443", "/home/ada/.kube/ca.pem", "/abs/ada.pem", "/home/ada/.kube/keys/ada.key", "team")) {
            assertTrue(only.contains(kept), kept + " in " + only);
        }
        for (String left : java.util.List.of("prod", "secret", "root")) {
            assertFalse(only.contains(left), left + " in " + only);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Kubeconfig.only(both, "gone", java.nio.file.Path.of("/home/ada/.kube")));
    }
}
