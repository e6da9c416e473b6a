package io.aiplat.operator.agentops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.WantedSecret;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.reconciler.WorkloadIdentity;
import io.aiplat.operator.workload.PodSurroundings;
import io.aiplat.operator.workload.Replacement;
import io.aiplat.operator.workload.ReplicaOwnership;
import io.aiplat.operator.workload.WorkloadObjects;
import io.aiplat.testkit.Golden;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Agents as documents write them, and what they become.
class AgentDeploymentReconcilerTest {
    private static final PodSurroundings BARE = new PodSurroundings(null, false, false);
    private static final PodSurroundings RICH =
            new PodSurroundings(URI.create("http://172.18.0.1:8585/v1"), true, true);

    private final AgentDeploymentReconciler reconciler =
            new AgentDeploymentReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private static AgentDeployment read(String yaml) {
        AgentDeployment resource = Serialization.unmarshal(yaml, AgentDeployment.class);
        resource.getMetadata().setUid("7f1c0f6e-0000-4000-8000-000000000000");
        return resource;
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/agentops").resolve(name));
    }

    /// As the document has it, and one line more.
    private static String seed() throws IOException {
        return file("seed.yaml").replace("spec:\n", "spec:\n  image: ghcr.io/myorg/llm-agent:v1.0.0\n");
    }

    private ContainerWorkload workload(String yaml) {
        Translation.Wanted wanted =
                assertInstanceOf(Translation.Wanted.class, reconciler.translate(read(yaml), new MadeUpCluster()));
        return assertInstanceOf(
                ContainerWorkload.class,
                WorkloadIdentity.of(read(yaml), wanted.states()).getFirst());
    }

    private String objects(String yaml, PodSurroundings surroundings) {
        ContainerWorkload workload = workload(yaml);
        return WorkloadObjects.of(
                        workload,
                        "tenant-demo",
                        workload.container().resources(),
                        Replacement.SURGE,
                        new ReplicaOwnership(workload.initial(), true, true),
                        surroundings)
                .stream()
                .map(Serialization::asYaml)
                .collect(Collectors.joining());
    }

    @Test
    void bothFormsBecomeObjectsOfKubernetes() throws IOException {
        Golden.matches("agentops/seed-objects.yaml", objects(seed(), BARE));
        Golden.matches("agentops/other-form-objects.yaml", objects(file("other-form.yaml"), RICH));
        Golden.folderHoldsOnly(
                "agentops",
                List.of(
                        "seed.yaml",
                        "other-form.yaml",
                        "brought.yaml",
                        "seed-objects.yaml",
                        "other-form-objects.yaml",
                        "brought-objects.yaml"));
    }

    @Test
    void secretsAreBroughtByOperatorsOfOthersAndACloudKnowsItsPods() throws IOException {
        PodSurroundings surroundings = new PodSurroundings(
                null,
                false,
                false,
                Map.of(WantedSecret.Provider.EXTERNAL, "v1", WantedSecret.Provider.VAULT, "v1beta1"));
        Golden.matches("agentops/brought-objects.yaml", objects(file("brought.yaml"), surroundings));
        var refusal = assertThrows(ApplianceException.class, () -> objects(file("brought.yaml"), BARE));
        assertEquals("OPERATOR_NO_SECRET_OPERATOR", refusal.problem().code().id());
    }

    @Test
    void withoutAnImageItIsSaidWhatIsMissing() throws IOException {
        assertEquals(
                new Translation.Refused(AgentProblems.noImage("claude-assistant")),
                reconciler.translate(read(file("seed.yaml")), new MadeUpCluster()));
    }

    @Test
    void secretsOfNoKnownFormAreNotLeftOutSilently() throws IOException {
        for (String secrets : List.of(
                "text",
                "[{name: a}]",
                "{apiKeySecret: a, other: b}",
                "{apiKey: a}",
                "[{name: a, key: B, provider: aws}]",
                "[{name: a, key: B, provider: external}]",
                "[{name: a, key: B, provider: vault, mount: kv, path: p, secret: s}]",
                "[{name: a, key: B, provider: vault, mount: kv, path: p}, {name: a, key: C, provider: vault, mount: kv,"
                        + " path: q}]")) {
            AgentDeployment resource = read(
                    file("other-form.yaml").replace("secrets:\n    apiKeySecret: support-keys", "secrets: " + secrets));
            assertEquals(
                    new Translation.Refused(AgentProblems.secretsNotUnderstood("support")),
                    reconciler.translate(resource, new MadeUpCluster()),
                    secrets);
        }
    }

    @Test
    void whatIsNotScaledHasNoScaler() throws IOException {
        String fixed = seed().replace("autoscaling:\n    enabled: true", "autoscaling:\n    enabled: false");
        assertNull(workload(fixed).scaling());
        assertEquals(3, workload(fixed).initial());
    }
}
