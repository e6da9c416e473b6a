package io.aiplat.operator.aiteam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.tenant.TenantKey;
import io.aiplat.operator.tenant.TenantObjects;
import io.aiplat.testkit.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Teams as documents write them, and what they become.
class AITeamReconcilerTest {
    private static final URI GATEWAY = URI.create("http://172.18.0.1:8585/v1");

    private final AITeamReconciler reconciler =
            new AITeamReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private Tenant tenant(String yaml) {
        Translation.Wanted wanted = assertInstanceOf(
                Translation.Wanted.class,
                reconciler.translate(Serialization.unmarshal(yaml, AITeam.class), new MadeUpCluster()));
        return assertInstanceOf(Tenant.class, wanted.states().getFirst());
    }

    private static String team() throws IOException {
        return Files.readString(Path.of("src/test/resources/aiteam/team.yaml"));
    }

    @Test
    void aTeamBecomesObjectsOfKubernetes() throws IOException {
        Tenant tenant = tenant(team());
        List<HasMetadata> all = new ArrayList<>(TenantObjects.of(tenant, GATEWAY));
        all.add(TenantKey.of(new Secret("sk-not-a-key")).object(tenant, GATEWAY));
        Golden.matches(
                "aiteam/team-objects.yaml",
                all.stream().map(Serialization::asYaml).collect(Collectors.joining()));
        Golden.folderHoldsOnly("aiteam", List.of("team.yaml", "team-objects.yaml"));
    }

    @Test
    void whatIsNotSaidIsAsItsProjectHasIt() {
        assertEquals(
                new Tenant("a", List.of(), Budget.parse("100/30d"), 100, 100_000, "4", "8Gi", 0),
                tenant("spec: {teamName: a}"));
    }

    @Test
    void aBudgetForLongerThanIsKeptIsRefused() {
        assertInstanceOf(
                Translation.Refused.class,
                reconciler.translate(
                        Serialization.unmarshal("spec: {teamName: a, budgetDuration: 90d}", AITeam.class),
                        new MadeUpCluster()));
    }

    @Test
    void aTokenThatSomebodyWroteOverAnotherIsNotTheKey() throws IOException {
        Tenant tenant = tenant(team());
        TenantKey key = TenantKey.of(new Secret("sk-not-a-key"));
        io.fabric8.kubernetes.api.model.Secret secret =
                (io.fabric8.kubernetes.api.model.Secret) key.object(tenant, null);
        assertEquals(Optional.of(key), TenantKey.read(secret));
        secret.getData().put("OPENAI_API_KEY", "c2stb3RoZXI=");
        assertEquals(Optional.empty(), TenantKey.read(secret));
    }
}
