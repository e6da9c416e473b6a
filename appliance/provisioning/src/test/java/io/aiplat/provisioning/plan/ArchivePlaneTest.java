package io.aiplat.provisioning.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.library.Library;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.testkit.TestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchivePlaneTest {
    private static final Catalog CATALOG = new Library().catalog();
    private static final ImageReference OLLAMA =
            CATALOG.bundle("ollama").images().getFirst();

    private static ArchiveContents contents(boolean atHand) {
        return new ArchiveContents(
                "7",
                atHand,
                true,
                false,
                List.of(CATALOG.nodeImage().canonical()),
                List.of("docker.io/rancher/mirrored-pause:3.6"),
                List.of(OLLAMA.canonical()),
                List.of("qwen3:8b"),
                List.of("llamacpp/b1-cpu"));
    }

    private static List<String> titles(ClusterKind kind, ArchiveContents archive) {
        HostFacts host = new HostFacts(
                "linux",
                "amd64",
                8,
                16L << 30,
                12L << 30,
                100L << 30,
                List.of(),
                true,
                List.of(),
                null,
                new ContainerEngineFacts.Answers(
                        "unix:///x", "28", "1.51", 2, false, "linux", List.of(), List.of(), 16L << 30, 0),
                Map.of(),
                null,
                null,
                Map.of());
        Inputs in = new Inputs(
                TestSettings.of(
                        Path.of("/home/a"),
                        TestSettings.cluster(kind, "aiplat"),
                        TestSettings.models(EngineKind.AUTO, null),
                        Map.of()),
                new Inputs.Identity("owner-1", 40001, 40002),
                host,
                CATALOG,
                Map.of(),
                new Observed(new Observed.Cluster.Absent(), null),
                archive);
        return switch (new Planner((_, _, _, _) -> List.of(), List.of("smoke")).plan(in)) {
            case PlanResult.Plan plan -> plan.steps().stream().map(Step::title).toList();
            case PlanResult.Refused(var problems) ->
                problems.stream().map(problem -> problem.code().id()).toList();
        };
    }

    /// System images lie in k3s' folder before it starts; all else follows when it runs.
    @Test
    void aNodeOfTheMachineGetsWhatItNeedsToStartFirst() {
        assertEquals(
                List.of(
                        "Install engine llamacpp/b1-cpu from the bundle",
                        "Take k3s out of the bundle",
                        "Give the node its system images from the bundle",
                        "Start cluster aiplat (native)",
                        "Wait for the node",
                        "Import image " + OLLAMA.withoutDigest().canonical() + " from the bundle",
                        "Apply bundle ollama"),
                titles(ClusterKind.NATIVE, contents(true)).subList(0, 7));
    }

    /// No registry has been asked, and nothing is missing.
    @Test
    void aNodeInAContainerNeedsNoRegistry() {
        List<String> titles = titles(ClusterKind.DOCKER, contents(true));
        assertEquals("Load image " + CATALOG.nodeImage().nameAndTag() + " from the bundle", titles.get(1));
        assertEquals(
                titles.indexOf("Wait for ollama") + 1,
                titles.indexOf("Bring model qwen3:8b from the bundle"),
                titles::toString);
        assertEquals(
                List.of("PLAN_IMAGE_MISSING"),
                titles(ClusterKind.DOCKER, ArchiveContents.NONE).stream()
                        .distinct()
                        .toList());
    }

    /// What an earlier run brought is not brought again without the archive, and needs no registry either.
    @Test
    void whatWasInstalledFromAnArchiveStaysKnown() {
        List<String> titles = titles(ClusterKind.NATIVE, contents(false));
        assertEquals("Start cluster aiplat (native)", titles.getFirst());
        assertEquals(
                List.of(),
                titles.stream()
                        .filter(t -> t.contains("bundle ") && t.contains("from"))
                        .toList());
    }
}
