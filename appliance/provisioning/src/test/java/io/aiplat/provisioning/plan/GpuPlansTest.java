package io.aiplat.provisioning.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.library.Library;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.GpuTuning;
import io.aiplat.model.MigStrategy;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.catalog.KvCacheType;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.testkit.Golden;
import io.aiplat.testkit.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Ten machines, and how the models of each come by its GPUs, as golden texts. The facts are made up from documented
/// outputs: none of these machines was at hand.
class GpuPlansTest {
    private static final Catalog CATALOG = new Library().catalog();
    private static final ContainerEngineFacts NO_ENGINE =
            new ContainerEngineFacts.Unusable(PlanProblems.ollamaMissing());
    private static final ContainerEngineFacts DOCKER =
            engine("unix:///var/run/docker.sock", List.of("runc"), List.of());
    private static final String ADA = "570.86.15";
    private static final Gpu RTX_4060 = new Gpu("nvidia", "NVIDIA GeForce RTX 4060 Laptop GPU", 8188L << 20, ADA);
    private static final Gpu RTX_3090 = new Gpu("nvidia", "NVIDIA GeForce RTX 3090", 24576L << 20, ADA);
    private static final Machine LAPTOP = new Machine(DOCKER, driver(GpuPlatform.NATIVE, ADA, "12.8", 1), RTX_4060);
    private static final Machine WORKSTATION =
            new Machine(DOCKER, driver(GpuPlatform.NATIVE, ADA, "12.8", 2), RTX_3090, RTX_3090);
    private static final Machine UNLOADED = new Machine(DOCKER, null, new Gpu("nvidia", "PCI 10de:2684", 0, ""));
    private static final Machine RADEON =
            new Machine(DOCKER, null, new Gpu("amd", "Radeon RX 7900 XTX", 24L << 30, "amdgpu"));
    private static final Machine PLAIN = new Machine(DOCKER, null);

    private final Planner planner = new Planner((_, _, _, _) -> List.of(), List.of("smoke"));

    @Test
    void aLaptopsNodeGetsTheDriversLibraries() {
        golden("rtx-4060-laptop", LAPTOP.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void oneOfTwoCardsIsChosenByItsNumber() {
        golden("two-3090", WORKSTATION.inputs(ClusterKind.AUTO, GpuChoice.of(List.of(0))));
    }

    @Test
    void instancesOfADividedCardAreHandedOnTogether() {
        Gpu half = instance("3g.40gb");
        Machine mig = new Machine(DOCKER, driver(GpuPlatform.NATIVE, "580.95.05", "13.0", 1), half, half);
        golden("h100-mig", mig.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void aGpuThatSharesTheMachinesMemoryIsHandedOnLikeAnyOther() {
        Gpu gb10 = new Gpu("nvidia", "NVIDIA GB10", 119L << 30, "580.95.05");
        Machine spark = new Machine(DOCKER, driver(GpuPlatform.NATIVE, "580.95.05", "13.0", 1), gb10);
        golden("gb10", spark.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void underWslTheEngineHandsItOn() {
        Gpu card = new Gpu("nvidia", "NVIDIA GeForce RTX 4070", 12282L << 20, "572.16");
        ContainerEngineFacts desktop =
                engine("unix:///var/run/docker.sock", List.of("io.containerd.runc.v2", "nvidia", "runc"), List.of());
        GpuDriver driver = new GpuDriver(
                GpuPlatform.WSL,
                "572.16",
                "12.8",
                List.of(new DeviceNode("/dev/dxg", 10, 125)),
                List.of(new DriverLibrary("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1.1")),
                "/usr/lib/wsl/lib/nvidia-smi");
        golden("wsl2-docker-desktop", new Machine(desktop, driver, card).inputs(ClusterKind.AUTO, GpuChoice.AUTO));
        golden("wsl2-plain-docker", new Machine(DOCKER, driver, card).inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void anEngineElsewhereHandsOnWhatItHasFound() {
        ContainerEngineFacts remote = engine("tcp://10.0.0.7:2376", List.of("runc"), List.of("nvidia.com/gpu=all"));
        Inputs in = new Machine(remote, null).inputs(ClusterKind.DOCKER, GpuChoice.AUTO);
        golden("remote-cdi", withNode(in, ImageReference.parse("my.registry/k3s-nvidia:v1.36.4")));
        golden("remote-cdi-usual-node", in);
        Inputs byName = new Machine(remote, null).inputs(ClusterKind.DOCKER, GpuChoice.ALL);
        assertEquals("PLAN_GPU_NOT_HANDED_ON", refusal(byName));
    }

    @Test
    void aNodeOfTheMachineItselfSeesWhatThatHas() {
        Machine edge = new Machine(NO_ENGINE, driver(GpuPlatform.NATIVE, ADA, "12.8", 1), RTX_3090);
        golden("native", edge.inputs(ClusterKind.NATIVE, GpuChoice.AUTO));
    }

    @Test
    void aCardWithoutADriverIsSaidAndLeftAlone() {
        golden("driver-not-loaded", UNLOADED.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void aCardOfAnotherMakerIsForOllamaOfTheMachine() {
        golden("amd", RADEON.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void aMachineWithoutAGpuIsAsBefore() {
        golden("none", PLAIN.inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void anUpdatedDriverIsNotHandedOnBeforeTheMachineWasStartedAgain() {
        GpuDriver loaded = driver(GpuPlatform.NATIVE, ADA, "12.8", 1);
        GpuDriver mixed = new GpuDriver(
                loaded.platform(), "565.57.01", loaded.cuda(), loaded.nodes(), loaded.libraries(), loaded.smi());
        golden("driver-updated", new Machine(DOCKER, mixed, RTX_4060).inputs(ClusterKind.AUTO, GpuChoice.AUTO));
    }

    @Test
    void whatAPersonSaysOfServingGoesBeforeTheProfile() {
        Gpu known = new Gpu(
                "nvidia",
                RTX_4060.name(),
                RTX_4060.memoryBytes(),
                RTX_4060.memoryBytes(),
                ADA,
                new GpuIdentity(0, "GPU-1", "0000:01:00.0", "8.9", ""));
        Inputs in = new Machine(DOCKER, driver(GpuPlatform.NATIVE, ADA, "12.8", 1), known)
                .inputs(ClusterKind.DOCKER, GpuChoice.AUTO);
        assertEquals(
                Map.of(
                        "OLLAMA_CONTEXT_LENGTH", "4096",
                        "OLLAMA_NUM_PARALLEL", "1",
                        "OLLAMA_KV_CACHE_TYPE", "q8_0",
                        "OLLAMA_FLASH_ATTENTION", "1"),
                GpuServing.variables(in, List.of(known)));
        assertEquals(
                Map.of("OLLAMA_CONTEXT_LENGTH", "4096", "OLLAMA_NUM_PARALLEL", "1"),
                GpuServing.variables(in, List.of(RTX_4060)),
                "a card of which nobody tells whether it has flash attention");
        GpuTuning said = new GpuTuning(2048, null, KvCacheType.F16, null, null, null);
        Inputs other = with(in, in.settings().with(said));
        assertEquals(
                Map.of("OLLAMA_CONTEXT_LENGTH", "2048", "OLLAMA_NUM_PARALLEL", "1", "OLLAMA_KV_CACHE_TYPE", "f16"),
                GpuServing.variables(other, List.of(known)));
        assertEquals(
                Map.of("OLLAMA_CONTEXT_LENGTH", "2048", "OLLAMA_KV_CACHE_TYPE", "f16"),
                GpuServing.variables(other, List.of()),
                "on processors there is no profile of a GPU");
    }

    @Test
    void anOllamaOfTheMachineIsToldItsCards() {
        Inputs in = WORKSTATION.inputs(ClusterKind.NONE, GpuChoice.of(List.of(1)));
        Map<String, String> one = GpuServing.ofTheMachine(in);
        assertEquals("1", one.get("CUDA_VISIBLE_DEVICES"));
        assertEquals("PCI_BUS_ID", one.get("CUDA_DEVICE_ORDER"));
        assertEquals("16384", one.get("OLLAMA_CONTEXT_LENGTH"));
        Inputs off = WORKSTATION.inputs(ClusterKind.NONE, GpuChoice.OFF);
        assertEquals("-1", GpuServing.ofTheMachine(off).get("CUDA_VISIBLE_DEVICES"));
        assertEquals(Map.of(), GpuServing.ofTheMachine(PLAIN.inputs(ClusterKind.NONE, GpuChoice.AUTO)));
    }

    @Test
    void instancesThatAreAlikeAreCountedAsGpus() {
        Gpu small = instance("1g.10gb");
        Gpu half = instance("3g.40gb");
        GpuDriver driver = driver(GpuPlatform.NATIVE, "580.95.05", "13.0", 1);
        assertEquals(MigStrategy.SINGLE, mig(new Machine(DOCKER, driver, half, half)));
        assertEquals(MigStrategy.MIXED, mig(new Machine(DOCKER, driver, small, half)));
        assertEquals(MigStrategy.NONE, mig(LAPTOP));
    }

    @Test
    void whereADevicePluginCountsOllamaAsksForWhatItCounts() {
        Inputs in = withPlugin(WORKSTATION.inputs(ClusterKind.DOCKER, GpuChoice.AUTO));
        golden("two-3090-counted", in);
        GpuTuning whole = new GpuTuning(null, null, null, null, 1, null);
        Inputs both = with(
                in,
                in.settings()
                        .with(whole)
                        .with(new Settings.Cluster(ClusterKind.DOCKER, "aiplat", null, null, "aiplat", 0, 0, 2)));
        assertEquals(1, GpuUse.counted(in, ClusterKind.DOCKER));
        assertEquals(2, GpuUse.counted(both, ClusterKind.DOCKER));
        assertEquals(1, GpuServing.replicas(both, ClusterKind.DOCKER));
    }

    @Test
    void whatThereIsNoneOfIsNotCounted() {
        assertEquals(
                "PLAN_GPU_NOTHING_TO_COUNT", refusal(withPlugin(PLAIN.inputs(ClusterKind.DOCKER, GpuChoice.AUTO))));
        assertEquals(
                "PLAN_GPU_NOTHING_TO_COUNT", refusal(withPlugin(LAPTOP.inputs(ClusterKind.DOCKER, GpuChoice.OFF))));
        assertEquals(
                "PLAN_BUNDLE_NEEDS_OUR_CLUSTER",
                refusal(withPlugin(LAPTOP.inputs(ClusterKind.EXISTING, GpuChoice.AUTO))));
    }

    private static Inputs withPlugin(Inputs in) {
        return with(in, in.settings().with(new Settings.WantedBundles(List.of("nvidia-device-plugin"))));
    }

    private static MigStrategy mig(Machine machine) {
        return GpuServing.mig(machine.inputs(ClusterKind.DOCKER, GpuChoice.AUTO), ClusterKind.DOCKER);
    }

    private static Gpu instance(String kind) {
        return new Gpu(
                "nvidia",
                "NVIDIA H100 80GB HBM3 MIG " + kind,
                Long.parseLong(kind.replaceAll("^.*\\.|gb", "")) << 30,
                0,
                "580.95.05",
                new GpuIdentity(0, "MIG-1", "0000:01:00.0", "9.0", kind));
    }

    private static Inputs with(Inputs in, Settings settings) {
        return new Inputs(settings, in.identity(), in.host(), in.catalog(), in.images(), in.observed());
    }

    @Test
    void whatIsAskedForByNameIsHadOrRefused() {
        assertEquals("PLAN_GPU_NONE", refusal(PLAIN.inputs(ClusterKind.DOCKER, GpuChoice.ALL)));
        assertEquals("PLAN_GPU_NONE", refusal(PLAIN.inputs(ClusterKind.AUTO, GpuChoice.ALL)));
        assertEquals("PLAN_GPU_NO_DRIVER", refusal(UNLOADED.inputs(ClusterKind.DOCKER, GpuChoice.ALL)));
        assertEquals("PLAN_GPU_NOT_NVIDIA", refusal(RADEON.inputs(ClusterKind.DOCKER, GpuChoice.ALL)));
        assertEquals("PLAN_GPU_NO_CARD", refusal(WORKSTATION.inputs(ClusterKind.DOCKER, GpuChoice.of(List.of(2)))));
        assertEquals("PLAN_GPU_ENGINE", refusal(LAPTOP.inputs(ClusterKind.NONE, GpuChoice.ALL)));
        assertEquals("PLAN_GPU_OF_CLUSTER", refusal(LAPTOP.inputs(ClusterKind.EXISTING, GpuChoice.ALL)));
        Machine noLibraries = new Machine(DOCKER, null, RTX_4060);
        assertEquals("PLAN_GPU_NOT_HANDED_ON", refusal(noLibraries.inputs(ClusterKind.DOCKER, GpuChoice.ALL)));
        for (Machine any : List.of(PLAIN, UNLOADED, RADEON, noLibraries, LAPTOP, WORKSTATION)) {
            assertInstanceOf(PlanResult.Plan.class, planner.plan(any.inputs(ClusterKind.DOCKER, GpuChoice.AUTO)));
            assertInstanceOf(PlanResult.Plan.class, planner.plan(any.inputs(ClusterKind.DOCKER, GpuChoice.OFF)));
        }
    }

    @Test
    void thereIsNoGoldenPlanThatNobodyComparesWith() {
        Golden.folderHoldsOnly(
                "gpu-plans",
                Stream.of(
                                "rtx-4060-laptop",
                                "two-3090",
                                "two-3090-counted",
                                "h100-mig",
                                "gb10",
                                "wsl2-docker-desktop",
                                "wsl2-plain-docker",
                                "remote-cdi",
                                "remote-cdi-usual-node",
                                "native",
                                "driver-not-loaded",
                                "driver-updated",
                                "amd",
                                "none")
                        .map(name -> name + ".txt")
                        .toList());
    }

    private void golden(String name, Inputs in) {
        Golden.matches("gpu-plans/" + name + ".txt", PlannerTest.text(planner.plan(in)));
    }

    private String refusal(Inputs in) {
        return planner.plan(in) instanceof PlanResult.Refused(var problems)
                ? problems.stream().map(p -> p.code().id()).collect(Collectors.joining())
                : "planned";
    }

    /// The same with another image for the node.
    private static Inputs withNode(Inputs in, ImageReference node) {
        return new Inputs(
                in.settings(),
                in.identity(),
                in.host(),
                in.catalog(),
                Map.of(in.catalog().nodeImage(), node),
                new Observed(new Observed.Cluster.Running(40001, 40002), null));
    }

    /// A machine with all images at hand.
    private record Machine(
            ContainerEngineFacts engine, @Nullable GpuDriver driver, List<Gpu> gpus) {
        Machine(ContainerEngineFacts engine, @Nullable GpuDriver driver, Gpu... gpus) {
            this(engine, driver, List.of(gpus));
        }

        Inputs inputs(ClusterKind kind, GpuChoice choice) {
            Settings settings = TestSettings.of(
                            Path.of("/home/a/.local/share/aiplat"),
                            TestSettings.cluster(kind, "aiplat"),
                            TestSettings.models(EngineKind.AUTO, null),
                            Map.of())
                    .with(choice);
            return new Inputs(
                    settings,
                    new Inputs.Identity("owner-1", 40001, 40002),
                    facts(),
                    CATALOG,
                    Map.of(),
                    new Observed(new Observed.Cluster.Absent(), null));
        }

        private HostFacts facts() {
            ImageFacts here = new ImageFacts.Local("sha256:1", 1000);
            return new HostFacts(
                    "linux",
                    "amd64",
                    16,
                    62L << 30,
                    50L << 30,
                    200L << 30,
                    List.of("avx2"),
                    true,
                    gpus,
                    driver,
                    engine,
                    Map.of(),
                    null,
                    null,
                    Stream.concat(Stream.of(CATALOG.nodeImage()), images())
                            .collect(Collectors.toMap(image -> image, _ -> here)));
        }
    }

    private static Stream<ImageReference> images() {
        return Stream.of("ollama", "nvidia-device-plugin").flatMap(name -> CATALOG.bundle(name).images().stream());
    }

    private static ContainerEngineFacts engine(String endpoint, List<String> runtimes, List<String> cdi) {
        return new ContainerEngineFacts.Answers(
                endpoint, "29.0.1", "1.52", 2, false, "linux", runtimes, cdi, 62L << 30, 0);
    }

    private static GpuDriver driver(GpuPlatform platform, String version, String cuda, int cards) {
        List<DeviceNode> nodes = new ArrayList<>();
        for (int card = 0; card < cards; card++) {
            nodes.add(new DeviceNode("/dev/nvidia" + card, 195, card));
        }
        nodes.add(new DeviceNode("/dev/nvidiactl", 195, 255));
        nodes.add(new DeviceNode("/dev/nvidia-uvm", 511, 0));
        return new GpuDriver(
                platform,
                version,
                cuda,
                nodes,
                List.of(
                        new DriverLibrary("libcuda.so.1", "/usr/lib/x86_64-linux-gnu/libcuda.so." + version),
                        new DriverLibrary("libnvidia-ml.so.1", "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so." + version)),
                "/usr/bin/nvidia-smi");
    }
}
