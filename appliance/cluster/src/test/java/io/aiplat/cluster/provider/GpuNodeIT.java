package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.Waits;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.gpu.NvidiaHandler;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The driver of a machine is handed on to a node in a container and to its pods, without NVIDIA's toolkit. The driver
/// is a stand-in: files with its libraries' names, and devices of the kernel that anybody may open. Container runtimes
/// make the devices by their numbers, so nothing is put into this machine's `/dev`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GpuNodeIT {
    private static final DeviceNode CONTROL = new DeviceNode("/dev/nvidiactl", 1, 3);
    /// The kernel's `fuse`, which no runtime allows by itself, as it does `null`.
    private static final DeviceNode CARD = new DeviceNode("/dev/nvidia0", 10, 229);

    private static final DeviceNode SECOND_CARD = new DeviceNode("/dev/nvidia1", 10, 229);

    private final String name = Engines.uniqueName();

    @TempDir
    private static Path host;

    private ContainerEngine engine;
    private DockerProvider provider;
    private String before;

    @BeforeAll
    void find() throws Exception {
        Need.that(
                Files.readString(Path.of("/proc/misc")).contains("229 fuse"),
                "a kernel with fuse, to be a stand-in card");
        engine = Engines.orSkip(Engines.NODE, TestBundles.BUSYBOX);
        before = Engines.listing(name);
        provider = new DockerProvider(engine, name, "home-1", Engines.DIRECT, null);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        if (provider != null) {
            provider.remove(true, Progress.NONE);
            provider.close();
            assertEquals(before, Engines.listing(name), "what the engine held before and holds now");
            engine.close();
        }
    }

    /// The driver as its installer leaves it, with the remains of none before.
    private GpuDriver install(String version, DeviceNode... devices) throws IOException {
        for (String library : List.of("libcuda.so", "libnvidia-ml.so")) {
            try (var old = Files.newDirectoryStream(host, library + ".*")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
            Files.writeString(host.resolve(library + "." + version), library + " of " + version + "\n");
        }
        Path smi = Files.writeString(host.resolve("nvidia-smi"), "#!/bin/sh\necho smi of " + version + "\n");
        smi.toFile().setExecutable(true, false);
        return new GpuDriver(
                GpuPlatform.NATIVE,
                version,
                "12.8",
                List.of(devices),
                List.of(
                        new DriverLibrary(
                                "libcuda.so.1",
                                host.resolve("libcuda.so." + version).toString()),
                        new DriverLibrary(
                                "libnvidia-ml.so.1",
                                host.resolve("libnvidia-ml.so." + version).toString())),
                smi.toString());
    }

    private ClusterSpec wish(GpuHandover.Way way, @Nullable GpuDriver driver, Integer... cards) {
        return new ClusterSpec(
                ClusterKind.DOCKER,
                name,
                "home-1",
                Engines.NODE,
                false,
                0,
                0,
                new GpuHandover(way, List.of(cards), driver),
                "aiplat");
    }

    private String ensured(ClusterSpec wish) throws InterruptedException {
        StepResult result = provider.ensure(wish, Progress.NONE);
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        return assertInstanceOf(StepResult.Done.class, result).summary();
    }

    private GpuPods pods() {
        return new GpuPods(provider.kube().client());
    }

    @Test
    @Order(1)
    void aLibraryThatIsGoneIsNamedBeforeAnythingIsMade() throws Exception {
        GpuDriver driver = install("570.1", CONTROL, CARD);
        Files.delete(host.resolve("libcuda.so.570.1"));
        var refusal = assertThrows(
                ApplianceException.class,
                () -> provider.ensure(wish(GpuHandover.Way.LIBRARY_BINDS, driver), Progress.NONE));
        assertEquals("CLUSTER_GPU_FILES_NOT_THERE", refusal.problem().code().id());
        assertEquals(before, Engines.listing(name));
    }

    /// As an engine in a virtual machine sees it, which has other folders.
    @Test
    @Order(2)
    void aFolderThatTheEngineDoesNotSeeIsNamedAndNotMade() throws Exception {
        GpuDriver here = install("570.1", CONTROL, CARD);
        Path nowhere = host.resolve("nowhere");
        GpuDriver elsewhere = new GpuDriver(
                here.platform(),
                here.version(),
                here.cuda(),
                here.nodes(),
                here.libraries(),
                nowhere.resolve("nvidia-smi").toString());
        var refusal = assertThrows(
                ApplianceException.class,
                () -> provider.ensure(wish(GpuHandover.Way.LIBRARY_BINDS, elsewhere), Progress.NONE));
        assertEquals("CLUSTER_GPU_FILES_NOT_THERE", refusal.problem().code().id());
        assertEquals(
                true,
                refusal.problem().why().contains(nowhere.toString()),
                refusal.problem().why());
        assertEquals(false, Files.exists(nowhere));
    }

    @Test
    @Order(3)
    void aPodOfTheClassHasDevicesAndLibrariesAndNoOtherPodHas() throws Exception {
        GpuDriver driver = install("570.1", CONTROL, CARD);
        ClusterSpec wish = wish(GpuHandover.Way.LIBRARY_BINDS, driver);
        assertEquals("created the node", ensured(wish));
        assertInstanceOf(StepResult.Unchanged.class, provider.ensure(wish, Progress.NONE));
        provider.copyImage(TestBundles.BUSYBOX, Progress.NONE);
        pods().namespace();
        String without = pods().seenBy("without", null);
        String files = without.lines().toList().get(2);
        assertEquals("""
                Succeeded
                65534
                %s
                /dev/nvidiactl none
                /dev/nvidia0 none
                /dev/nvidia1 none
                no nvidia-smi
                """.formatted(files), without);
        assertEquals("""
                Succeeded
                65534
                %s
                /dev/nvidiactl opens
                /dev/nvidia0 opens
                /dev/nvidia1 none
                libcuda.so.1: libcuda.so of 570.1
                libcuda.so.570.1: libcuda.so of 570.1
                libnvidia-ml.so.1: libnvidia-ml.so of 570.1
                libnvidia-ml.so.570.1: libnvidia-ml.so of 570.1
                smi of 570.1
                """.formatted(files), pods().seenBy("with", "nvidia"));
        Eventually.holds(
                "the node says what it has of GPUs now",
                Duration.ofSeconds(60),
                () -> new NodeGpus(true, "570.1", driver.nodes(), driver.libraries(), true, List.of())
                        .equals(provider.gpus()));
    }

    @Test
    @Order(4)
    void aPodWhoseCardsAreCountedHasAllButCards() throws Exception {
        pods().runtimeClass(NvidiaHandler.COUNTED);
        String seen = pods().seenBy("counted", NvidiaHandler.COUNTED);
        assertEquals(
                true,
                seen.contains("/dev/nvidiactl opens\n/dev/nvidia0 none\n/dev/nvidia1 none\nlibcuda.so.1: "),
                seen);
    }

    @Test
    @Order(4)
    void theBaseSpecIsThatOfTheNodesOwnContainerd() throws Exception {
        String said = Engines.docker("exec", name, "k3s", "ctr", "oci", "spec");
        try (InputStream packed = NvidiaHandler.class.getResourceAsStream("base-spec.json")) {
            assertEquals(
                    withoutNamespaceOfCtr(said),
                    withoutNamespaceOfCtr(new String(packed.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /// Containerd puts the namespace it is asked in into the path of the group, and the right one once it uses a spec.
    private static Object withoutNamespaceOfCtr(String spec) {
        return Serialization.unmarshal(spec.replace("\"/k8s.io\"", "\"/default\""), Map.class);
    }

    @Test
    @Order(5)
    void withoutARowThatAllowsItADeviceIsThereAndOpeningItIsRefused() throws Exception {
        String path = NvidiaHandler.specPath();
        String spec = new String(engine.containers().read(name, path).orElseThrow(), StandardCharsets.UTF_8);
        String row = "\"allow\":true,\"type\":\"c\",\"major\":10,\"minor\":229";
        engine.containers()
                .put(
                        name,
                        Map.of(
                                path,
                                spec.replace(row, row.replace("true", "false")).getBytes(StandardCharsets.UTF_8)));
        provider.restart();
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        String seen = pods().seenBy("refused", "nvidia");
        assertEquals(
                "/dev/nvidia0 Operation not permitted", seen.lines().toList().get(4), seen);
        assertEquals(
                List.of("The node's base spec has /dev/nvidia0 and no row that allows it: a pod sees it, and opening it"
                        + " is refused."),
                provider.gpus().missing());
        assertEquals(
                "replaced the node, keeping its data: the files by which it hands on GPUs are not as they should be",
                ensured(wish(GpuHandover.Way.LIBRARY_BINDS, install("570.1", CONTROL, CARD))));
        assertEquals(List.of(), provider.gpus().missing());
    }

    @Test
    @Order(6)
    void anUpdateOfTheDriverReplacesTheNodeAndKeepsItsData() throws Exception {
        provider.kube()
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("kept")
                        .withNamespace("restricted")
                        .endMetadata()
                        .build())
                .create();
        GpuDriver updated = install("575.2", CONTROL, CARD, SECOND_CARD);
        assertEquals(
                List.of(gone("libcuda.so"), gone("libnvidia-ml.so")),
                provider.gpus().missing());
        // As when the machine starts again with the new driver: the engine finds all that it binds.
        provider.restart();
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        assertEquals(
                "replaced the node, keeping its data: NVIDIA's driver was 570.1 and is 575.2",
                ensured(wish(GpuHandover.Way.LIBRARY_BINDS, updated)));
        assertEquals(
                true,
                provider.kube()
                                .client()
                                .configMaps()
                                .inNamespace("restricted")
                                .withName("kept")
                                .get()
                        != null);
        String seen = pods().seenBy("updated", "nvidia");
        assertEquals(true, seen.contains("\n/dev/nvidia1 opens\nlibcuda.so.1: libcuda.so of 575.2\n"), seen);
        Eventually.holds(
                "the node says what it has of GPUs now",
                Duration.ofSeconds(60),
                () -> new NodeGpus(true, "575.2", updated.nodes(), updated.libraries(), true, List.of())
                        .equals(provider.gpus()));
    }

    private String gone(String library) {
        return library + ".1 of the node is " + host.resolve(library + ".570.1")
                + ", which is no longer on this machine: the driver was changed.";
    }

    @Test
    @Order(7)
    void aCardThatIsNotWantedStaysOut() throws Exception {
        GpuDriver driver = install("575.2", CONTROL, CARD, SECOND_CARD);
        assertEquals(
                "replaced the node, keeping its data: the GPUs' device nodes have changed: /dev/nvidia1 (10:229) gone",
                ensured(wish(GpuHandover.Way.LIBRARY_BINDS, driver, 0)));
        String seen = pods().seenBy("first", "nvidia");
        assertEquals(true, seen.contains("/dev/nvidia0 opens\n/dev/nvidia1 none\n"), seen);
    }

    @Test
    @Order(8)
    void withoutGpusTheNodeHasNoHandlerOfThem() throws Exception {
        assertEquals(
                "replaced the node, keeping its data: no GPUs are handed on to it any more",
                ensured(wish(GpuHandover.Way.NONE, null)));
        Eventually.holds(
                "the node says what it has of GPUs now",
                Duration.ofSeconds(60),
                () -> new NodeGpus(true, "", List.of(), List.of(), false, List.of()).equals(provider.gpus()));
        assertInstanceOf(StepResult.Unchanged.class, provider.ensure(wish(GpuHandover.Way.NONE, null), Progress.NONE));
    }
}
