package io.aiplat.cluster.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Secret;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedDatabaseTest {
    private static final Path AUTHORITY = Path.of("src/test/resources/manifests/authority.pem");
    private static final Secret URL = new Secret("postgresql://keys:secret@db/aiplat");
    private static final Bundle GATEWAYS =
            new Bundle("gateways", "test", Map.of("gateways.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: gateway}
            data: {gateway.yaml: "port: 4000\n"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gateway}
            spec:
              selector: {matchLabels: {app: gateway}}
              template:
                metadata: {labels: {app: gateway}}
                spec:
                  containers:
                    - {name: gateway, image: "gateway:1", volumeMounts: [{name: config, mountPath: /etc/gateway}]}
                    - {name: other, image: "other:1"}
                  volumes: [{name: config, configMap: {name: gateway}}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: teams}
            """), List.of(), List.of());

    @Test
    void whoReadsTheFileIsToldTheAddressAndNobodyElse() {
        Golden.matches(
                "manifests/shared-database.yaml",
                Manifests.render(
                        GATEWAYS,
                        List.of(
                                new Patch.SetNamespace("mine"),
                                new Patch.ShareDatabase("gateway", "aiplat-database", "url", URL, AUTHORITY))));
    }

    @Test
    void aSecretOfSomebodyElseIsNamedAndNotMade() {
        String text =
                Manifests.render(GATEWAYS, List.of(new Patch.ShareDatabase("gateway", "pg-app", "uri", null, null)));
        assertTrue(text.contains("key: \"uri\""), text);
        assertFalse(text.contains("kind: \"Secret\""), text);
    }

    @Test
    void anotherAddressStartsThePodsAnewAndIsNotPrinted() {
        Patch one = new Patch.ShareDatabase("gateway", "s", "url", URL, null);
        Patch other = new Patch.ShareDatabase("gateway", "s", "url", new Secret(URL.value() + "2"), null);
        assertFalse(mark(one).equals(mark(other)));
        assertFalse(one.toString().contains("secret@"), one.toString());
    }

    private static String mark(Patch patch) {
        return Manifests.render(GATEWAYS, List.of(patch))
                .lines()
                .filter(line -> line.contains("aiplat.io/database"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsMissingIsAMistake() {
        Patch none = new Patch.ShareDatabase("other", "s", "url", URL, null);
        assertThrows(IllegalArgumentException.class, () -> Manifests.render(GATEWAYS, List.of(none)));
        Patch nothing = new Patch.OmitObjects(List.of("ClusterRole/other"));
        assertThrows(IllegalArgumentException.class, () -> Manifests.render(GATEWAYS, List.of(nothing)));
        String without = Manifests.render(GATEWAYS, List.of(new Patch.OmitObjects(List.of("ClusterRole/teams"))));
        assertEquals(-1, without.indexOf("ClusterRole"), without);
    }
}
