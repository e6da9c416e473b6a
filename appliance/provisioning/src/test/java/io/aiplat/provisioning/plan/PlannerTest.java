package io.aiplat.provisioning.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.library.Library;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.testkit.Golden;
import io.aiplat.testkit.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each situation a machine can be in, and the plan that follows, as a golden text.
class PlannerTest {
    private static final ImageReference NODE = ImageReference.parse("rancher/k3s:v1.36.4-k3s1");
    private static final ImageReference OLLAMA = ImageReference.parse("ollama/ollama:0.35.1");
    private static final ImageReference OUR_OLLAMA = ImageReference.parse("aiplat-testbed/ollama:0.11.4");
    private static final ImageReference GPU_NODE = ImageReference.parse("my.registry/k3s-nvidia:v1.36.4");
    private static final Gpu H100 = new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "580.159.04");
    private static final ImageFacts HERE = new ImageFacts.Local("sha256:1", 1000);
    private static final ImageFacts PULLABLE = new ImageFacts.Pullable();
    private static final ImageFacts MISSING = new ImageFacts.Missing("The registry does not answer.");
    private static final ContainerEngineFacts NO_ENGINE =
            new ContainerEngineFacts.Unusable(PlanProblems.ollamaMissing());

    private final Planner planner = new Planner((_, _, _, _) -> List.of(), List.of("smoke", "smoke-embed"));

    @Test
    void withoutAnEngineTheModelsRunInOurOwnProcesses() {
        golden("auto-no-engine", inputs(ClusterKind.AUTO, EngineKind.AUTO, host(NO_ENGINE, Map.of())));
    }

    @Test
    void withAnEngineAndLocalImagesNothingIsPulled() {
        golden(
                "auto-docker-local",
                inputs(ClusterKind.AUTO, EngineKind.AUTO, host(engine(), Map.of(NODE, HERE, OUR_OLLAMA, HERE))));
    }

    @Test
    void withAnEngineAndARegistryImagesArePulled() {
        golden(
                "docker-pull",
                inputs(
                        ClusterKind.DOCKER,
                        EngineKind.AUTO,
                        host(engine(), Map.of(NODE, PULLABLE, OUR_OLLAMA, PULLABLE))));
    }

    @Test
    void anEngineWithoutImagesMeansNoCluster() {
        golden("auto-no-images", inputs(ClusterKind.AUTO, EngineKind.AUTO, host(engine(), Map.of(NODE, MISSING))));
    }

    @Test
    void aClusterAskedForByNameNeverFallsBack() {
        golden("docker-no-images", inputs(ClusterKind.DOCKER, EngineKind.AUTO, host(engine(), Map.of(NODE, MISSING))));
    }

    @Test
    void anExistingClusterPullsItsOwnImages() {
        golden("existing", inputs(ClusterKind.EXISTING, EngineKind.AUTO, host(NO_ENGINE, Map.of())));
    }

    @Test
    void thePodPullsThroughTheCompanysProxyAndTrustsItsAuthority() {
        Inputs in = inputs(ClusterKind.DOCKER, EngineKind.AUTO, host(engine(), Map.of(NODE, HERE, OUR_OLLAMA, HERE)));
        Settings.Network network = new Settings.Network(
                URI.create("http://proxy:3128"),
                URI.create("http://proxy:3128"),
                List.of("localhost", "registry.corp"),
                Path.of("/etc/corp/ca.pem"),
                Map.of());
        Settings corporate = in.settings().with(network);
        golden(
                "docker-corporate",
                new Inputs(corporate, in.identity(), in.host(), in.catalog(), in.images(), in.observed()));
    }

    @Test
    void anOllamaOnTheHostIsUsedWhereThereIsNoCluster() {
        HostFacts host = host(NO_ENGINE, Map.of(), new HostFacts.Ollama("http://127.0.0.1:11434", "0.11.4"), null);
        golden("host-ollama", inputs(ClusterKind.NONE, EngineKind.AUTO, host));
    }

    @Test
    void anInstalledOllamaThatDoesNotAnswerIsStarted() {
        HostFacts host = host(NO_ENGINE, Map.of(), null, "/usr/bin/ollama");
        golden("host-ollama-binary", inputs(ClusterKind.NONE, EngineKind.OLLAMA, host));
    }

    @Test
    void ollamaAskedForByNameIsRefusedWhereThereIsNone() {
        golden("no-ollama", inputs(ClusterKind.NONE, EngineKind.OLLAMA, host(NO_ENGINE, Map.of())));
    }

    @Test
    void aGpuThatTheNodeCannotHaveIsLeftIdle() {
        Inputs in = gpuInputs(ClusterKind.AUTO, 0, NODE);
        golden("docker-gpu-idle", withHost(in, withGpus(host(engine(), in.host().images()), H100)));
    }

    @Test
    void anNvidiaGpuReachesThePodOfANodeThatCanHaveIt() {
        golden("docker-gpu", gpuInputs(ClusterKind.DOCKER, 1, GPU_NODE));
    }

    @Test
    void anEngineWithoutTheToolkitIsRefusedWhereGpusAreWanted() {
        Inputs in = gpuInputs(ClusterKind.DOCKER, 1, GPU_NODE);
        golden(
                "docker-gpu-engine",
                withHost(in, withGpus(host(engine(), in.host().images()), H100)));
    }

    @Test
    void theGpuOfThisMachineSaysNothingOfAnExistingCluster() {
        Inputs in = gpuInputs(ClusterKind.EXISTING, 0, NODE);
        golden("existing", in);
    }

    @Test
    void anExistingClusterIsAskedForAsManyGpusAsAPersonSays() {
        golden("existing-gpus", withHost(gpuInputs(ClusterKind.EXISTING, 2, NODE), host(NO_ENGINE, Map.of())));
    }

    @Test
    void theBuiltInEngineLeavesAGpuIdleAndOllamaDoesNot() {
        golden(
                "none-gpu-idle",
                inputs(ClusterKind.NONE, EngineKind.AUTO, withGpus(host(NO_ENGINE, Map.of()), H100, H100)));
        HostFacts ollama = host(NO_ENGINE, Map.of(), new HostFacts.Ollama("http://127.0.0.1:11434", "0.11.4"), null);
        golden("host-ollama-gpu", inputs(ClusterKind.NONE, EngineKind.AUTO, withGpus(ollama, H100)));
    }

    @Test
    void aRunningClusterOfOursNeedsNoImageAgain() {
        Inputs in = inputs(ClusterKind.AUTO, EngineKind.AUTO, host(engine(), Map.of()));
        golden("auto-docker-running", with(in, new Observed(new Observed.Cluster.Running(40001, 40002), null)));
    }

    @Test
    void aClusterOfSomebodyElseIsNotTouched() {
        Inputs in = inputs(ClusterKind.DOCKER, EngineKind.AUTO, host(engine(), Map.of(NODE, HERE, OUR_OLLAMA, HERE)));
        golden("docker-foreign", with(in, new Observed(new Observed.Cluster.Foreign("container aiplat"), null)));
    }

    @Test
    void portsHeldByOurOwnProcessesAreNotTaken() {
        Planner strict = new Planner(
                (_, host, _, _) -> host.portsTaken().values().stream().allMatch(HostFacts.OURS::equals)
                        ? List.of()
                        : List.of(PlanProblems.ollamaMissing()),
                List.of());
        Inputs in = inputs(ClusterKind.NONE, EngineKind.EMBEDDED, withPort(host(NO_ENGINE, Map.of()), 8585));
        assertInstanceOf(PlanResult.Refused.class, strict.plan(in));
        Observed ours = new Observed(
                new Observed.Cluster.Absent(),
                new Observed.ObservedAppliance(42, "http://127.0.0.1:8585", "0.1.0", "x"));
        assertInstanceOf(PlanResult.Plan.class, strict.plan(with(in, ours)));
    }

    @Test
    void thereIsNoGoldenPlanThatNobodyComparesWith() {
        Golden.folderHoldsOnly(
                "plans",
                List.of(
                        "auto-no-engine.txt",
                        "auto-docker-local.txt",
                        "docker-pull.txt",
                        "auto-no-images.txt",
                        "docker-no-images.txt",
                        "existing.txt",
                        "host-ollama.txt",
                        "host-ollama-gpu.txt",
                        "host-ollama-binary.txt",
                        "no-ollama.txt",
                        "docker-gpu.txt",
                        "docker-gpu-idle.txt",
                        "docker-gpu-engine.txt",
                        "existing-gpus.txt",
                        "existing-pod.txt",
                        "none-gpu-idle.txt",
                        "auto-docker-running.txt",
                        "docker-corporate.txt",
                        "docker-foreign.txt"));
    }

    @Test
    void theSameInputsGiveTheSamePlan() {
        Inputs in = inputs(ClusterKind.AUTO, EngineKind.AUTO, host(engine(), Map.of(NODE, HERE, OUR_OLLAMA, HERE)));
        assertEquals(planner.plan(in), planner.plan(in));
    }

    @Test
    void aPodInAnotherClusterIsAsItsNodesAndAPersonSay() {
        Inputs in = inputs(ClusterKind.EXISTING, EngineKind.AUTO, host(NO_ENGINE, Map.of()));
        Inputs small = with(in, new Observed(new Observed.Cluster.Running(0, 0), null, 6L << 30));
        String text = text(planner.plan(small));
        assertTrue(text.contains("memoryBytes=" + (6L << 30) + ", requestBytes=" + (6L << 28)), text);
        Settings.Pod pod = new Settings.Pod(
                3L << 30,
                2000,
                20L << 30,
                "fast",
                List.of("dedicated=db:NoSchedule"),
                Map.of("disk", "ssd"),
                List.of("login"));
        Settings settings = TestSettings.of(
                in.settings().home(),
                new Settings.Cluster(ClusterKind.EXISTING, "aiplat", null, null, "team", 0, 0, 0, pod),
                in.settings().models(),
                Map.of());
        golden(
                "existing-pod",
                new Inputs(settings, in.identity(), in.host(), in.catalog(), in.images(), small.observed()));
    }

    private void golden(String name, Inputs in) {
        Golden.matches("plans/" + name + ".txt", text(planner.plan(in)));
    }

    static String text(PlanResult planned) {
        return switch (planned) {
            case PlanResult.Plan p ->
                "cluster " + p.cluster().word() + ", engine " + p.engine().word() + "\n" + lines(p.reasons())
                        + lines(p.steps());
            case PlanResult.Refused(var problems) ->
                problems.stream().map(Problem::toText).collect(Collectors.joining());
        };
    }

    private static String lines(List<?> items) {
        return items.stream().map(i -> "- " + i + "\n").collect(Collectors.joining());
    }

    private static Inputs inputs(ClusterKind cluster, EngineKind engine, HostFacts host) {
        Settings settings = TestSettings.of(
                Path.of("/home/a/.local/share/aiplat"),
                TestSettings.cluster(cluster, "aiplat"),
                TestSettings.models(engine, null),
                Map.of());
        // The folder of the product says what is put in where; its image may have another version by now.
        Bundle real = new Library().catalog().bundle("ollama");
        Bundle bundle = new Bundle(
                "ollama",
                "Runs models.",
                Map.of(),
                List.of(OLLAMA),
                List.of("Deployment/ollama"),
                real.needs(),
                real.values(),
                real.exposed(),
                false);
        Catalog catalog = new Catalog(Map.of("ollama", bundle), List.of(), NODE);
        return new Inputs(
                settings,
                new Inputs.Identity("owner-1", 40001, 40002),
                host,
                catalog,
                Map.of(OLLAMA, OUR_OLLAMA),
                new Observed(new Observed.Cluster.Absent(), null));
    }

    private static Inputs with(Inputs in, Observed observed) {
        return new Inputs(in.settings(), in.identity(), in.host(), in.catalog(), in.images(), observed);
    }

    private static ContainerEngineFacts engine() {
        return new ContainerEngineFacts.Answers(
                "unix:///var/run/docker.sock",
                "20.10.24",
                "1.41",
                1,
                false,
                "linux",
                List.of("runc"),
                List.of(),
                24L << 30,
                0);
    }

    private static HostFacts host(ContainerEngineFacts engine, Map<ImageReference, ImageFacts> images) {
        return host(engine, images, null, null);
    }

    private static HostFacts host(
            ContainerEngineFacts engine,
            Map<ImageReference, ImageFacts> images,
            HostFacts.@Nullable Ollama ollama,
            @Nullable String binary) {
        return new HostFacts(
                "linux",
                "amd64",
                2,
                24L << 30,
                20L << 30,
                80L << 30,
                List.of("avx2"),
                true,
                List.of(),
                null,
                engine,
                Map.of(),
                ollama,
                binary,
                images);
    }

    private static HostFacts withPort(HostFacts h, int port) {
        return copy(h, h.gpus(), Map.of(port, "java (pid 42)"));
    }

    private static HostFacts withGpus(HostFacts h, Gpu... gpus) {
        return copy(h, List.of(gpus), h.portsTaken());
    }

    private static Inputs withHost(Inputs in, HostFacts host) {
        return new Inputs(in.settings(), in.identity(), host, in.catalog(), in.images(), in.observed());
    }

    /// A machine with a GPU, and an engine that hands it on.
    ///
    /// @param gpus wanted of the cluster
    private static Inputs gpuInputs(ClusterKind kind, int gpus, ImageReference node) {
        ContainerEngineFacts cdi = new ContainerEngineFacts.Answers(
                "unix:///var/run/docker.sock",
                "29.0.1",
                "1.44",
                2,
                false,
                "linux",
                List.of("runc", "nvidia"),
                List.of("nvidia.com/gpu=all"),
                64L << 30,
                0);
        HostFacts host = withGpus(host(cdi, Map.of(node, HERE, OUR_OLLAMA, HERE)), H100);
        Inputs in = inputs(kind, EngineKind.AUTO, host);
        Settings settings = TestSettings.of(
                in.settings().home(),
                new Settings.Cluster(kind, "aiplat", null, null, "aiplat", 0, 0, gpus),
                in.settings().models(),
                Map.of());
        return new Inputs(
                settings, in.identity(), host, in.catalog(), Map.of(OLLAMA, OUR_OLLAMA, NODE, node), in.observed());
    }

    private static HostFacts copy(HostFacts h, List<Gpu> gpus, Map<Integer, String> ports) {
        return new HostFacts(
                h.os(),
                h.arch(),
                h.cpus(),
                h.memoryBytes(),
                h.memoryFreeBytes(),
                h.diskFreeBytes(),
                h.cpuFeatures(),
                h.libgomp(),
                gpus,
                h.gpuDriver(),
                h.engine(),
                ports,
                h.ollama(),
                h.ollamaBinary(),
                h.images());
    }
}
