package io.aiplat.cluster.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.MigStrategy;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.Patch;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final ImageReference ENGINE = ImageReference.parse("example/engine:1");
    private static final Path AUTHORITY = Path.of("src/test/resources/manifests/authority.pem");
    private static Bundle bundle;

    @BeforeAll
    static void read() throws IOException {
        Path file = Path.of("src/test/resources/manifests/input.yaml");
        bundle = new Bundle("sample", "test", Map.of("input.yaml", Files.readString(file)), List.of(), List.of());
    }

    @Test
    void withoutPatchesTheManifestsStayAsTheyAre() {
        Golden.matches("manifests/unpatched.yaml", Manifests.render(bundle, List.of()));
    }

    @Test
    void everyPatchIsApplied() {
        Golden.matches(
                "manifests/patched.yaml",
                Manifests.render(
                        bundle,
                        List.of(
                                new Patch.SetNamespace("mine"),
                                new Patch.SetImage(
                                        ENGINE,
                                        ImageReference.parse("my.registry/engine:2"),
                                        Patch.PullPolicy.IF_NOT_PRESENT),
                                new Patch.SetResources("Deployment/engine", "main", 1500, 8L << 30, 1),
                                new Patch.SetNodePort("engine", 31434),
                                new Patch.SetEnvironment("engine", "main", Map.of("B", "changed", "C", "added")),
                                new Patch.TrustAuthorities("engine", "main", AUTHORITY),
                                new Patch.SetStorage("models", 100L << 30),
                                new Patch.SetRuntimeClass("engine", "nvidia"))));
    }

    @Test
    void aCopiedImageIsNeverPulledAndKnownByItsTag() {
        ImageReference pinned = ImageReference.parse("my.registry/engine:2@sha256:" + "0".repeat(64));
        String never = Manifests.render(bundle, List.of(new Patch.SetImage(ENGINE, pinned, Patch.PullPolicy.NEVER)));
        assertTrue(never.contains("image: \"my.registry/engine:2\"\n"), never);
        assertTrue(never.contains("imagePullPolicy: \"Never\""), never);
        String pulled =
                Manifests.render(bundle, List.of(new Patch.SetImage(ENGINE, pinned, Patch.PullPolicy.IF_NOT_PRESENT)));
        assertTrue(pulled.contains(pinned.toString()), pulled);
    }

    @Test
    void aServiceIsTakenBackIntoTheCluster() {
        String text = Manifests.render(
                bundle, List.of(new Patch.SetNodePort("engine", 31434), new Patch.SetNodePort("engine", null)));
        assertTrue(text.contains("type: \"ClusterIP\""), text);
        assertFalse(text.contains("nodePort"), text);
    }

    @Test
    void aPatchThatFindsNothingIsAMistake() {
        for (Patch patch : List.<Patch>of(
                new Patch.SetImage(ImageReference.parse("other:1"), ENGINE, Patch.PullPolicy.NEVER),
                new Patch.SetResources("Deployment/other", "main", 1, 1, 0),
                new Patch.SetResources("engine", "other", 1, 1, 0),
                new Patch.SetNodePort("other", 30000),
                new Patch.SetEnvironment("engine", "other", Map.of()),
                new Patch.SetClusterRanges("other", List.of()),
                new Patch.TrustAuthorities("other", "main", AUTHORITY),
                new Patch.TrustAuthorities("engine", "other", AUTHORITY),
                new Patch.SetStorage("other", 1),
                new Patch.SetRuntimeClass("StatefulSet/engine", "nvidia"))) {
            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> Manifests.render(bundle, List.of(patch)), patch.toString());
            assertTrue(refusal.getMessage().contains(patch.toString()));
        }
    }

    @Test
    void aDevicePluginIsToldHowGpusAreSharedAndStartsAgain() {
        Bundle plugin = new Bundle("plugin", "test", Map.of("plugin.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: plugin}
                data: {config.yaml: "version: v1"}
                ---
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: plugin}
                spec:
                  selector: {matchLabels: {app: plugin}}
                  template:
                    metadata: {labels: {app: plugin}}
                    spec: {containers: [{name: plugin, image: "plugin:1"}]}
                """), List.of(), List.of());
        Patch share = new Patch.ShareGpus("plugin", "plugin", 4, MigStrategy.MIXED);
        Golden.matches("manifests/shared-gpus.yaml", Manifests.render(plugin, List.of(share)));
        Patch none = new Patch.ShareGpus("plugin", "other", 4, MigStrategy.MIXED);
        assertThrows(IllegalArgumentException.class, () -> Manifests.render(plugin, List.of(none)));
    }

    @Test
    void thePodGoesWhereAndWithWhatAPersonSays() {
        String text = Manifests.render(
                bundle,
                List.of(
                        new Patch.SetResources("engine", "main", 250, 2000, 4L << 30, 4L << 30, 0),
                        new Patch.SetStorage("models", 0, "fast"),
                        new Patch.SetScheduling(
                                "engine",
                                List.of("dedicated=db:NoSchedule", "spot"),
                                Map.of("disk", "ssd"),
                                List.of("login"))));
        for (String line : List.of(
                "storageClassName: \"fast\"",
                "cpu: \"2000m\"",
                "disk: \"ssd\"",
                "imagePullSecrets:",
                "- name: \"login\"",
                "effect: \"NoSchedule\"",
                "operator: \"Exists\"")) {
            assertTrue(text.contains(line), line + " in " + text);
        }
        assertEquals(2, text.split("memory: \"4294967296\"", -1).length - 1, text);
    }

    @Test
    void whatIsRenderedCanBeReadAgain() {
        String once = Manifests.render(bundle, List.of());
        Bundle again = new Bundle("again", "test", Map.of("x.yaml", once), List.of(), List.of());
        assertEquals(once, Manifests.render(again, List.of()));
    }
}
