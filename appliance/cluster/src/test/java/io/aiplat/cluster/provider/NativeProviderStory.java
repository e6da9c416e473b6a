package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ClusterProviderContract;
import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.Waits;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.node.K3sLookup;
import io.aiplat.cluster.node.NativeNode;
import io.aiplat.cluster.node.NodeService;
import io.aiplat.cluster.node.NodeTraces;
import io.aiplat.cluster.node.ProcessNote;
import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The contract on a machine of its own: [NativeProviderIT] runs this as a program in there, because a node of the
/// machine that runs the tests would be in the way of whoever works on it.
final class NativeProviderStory implements ClusterProviderContract {
    private final Path work;
    private final NativeProvider provider;

    private NativeProviderStory(Path work) {
        this.work = work;
        this.provider = provider("home-1", null);
    }

    /// Tells the story, and ends with an error where it does not go on.
    public static void main(String[] args) throws Exception {
        NativeProviderStory story = new NativeProviderStory(Files.createTempDirectory("story"));
        List<Method> chapters = Arrays.stream(NativeProviderStory.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparingInt(
                        method -> method.getAnnotation(Order.class).value()))
                .toList();
        for (Method chapter : chapters) {
            try {
                chapter.invoke(story);
                System.out.println("told: " + chapter.getName());
            } catch (InvocationTargetException e) {
                throw new AssertionError(chapter.getName(), e.getCause());
            }
        }
        story.provider.close();
    }

    private NativeProvider provider(String owner, ClusterIdentity pinned) {
        Path root = Path.of("/");
        NodeTraces machine = new NodeTraces(root, System.getenv());
        NodeService service = new NodeService(
                root, machine, new Processes(System.getenv()), new Noted(), root, work.resolve("k3s.log"));
        return new NativeProvider(
                new NativeNode(root, owner, "story", machine, service),
                new K3sLookup(null, work.resolve("none"), System.getenv(), root),
                "story",
                owner,
                Engines.DIRECT,
                pinned);
    }

    @Override
    public ClusterProvider provider() {
        return provider;
    }

    @Override
    public ClusterSpec wish() {
        return new ClusterSpec(
                ClusterKind.NATIVE,
                "story",
                "home-1",
                null,
                false,
                16443,
                ClusterSpec.MODEL_NODE_PORT,
                GpuHandover.NONE,
                "aiplat");
    }

    @Override
    public List<Patch> patches() {
        return List.of(new Patch.SetImage(TestBundles.BUSYBOX, TestBundles.BUSYBOX, Patch.PullPolicy.NEVER));
    }

    @Test
    @Order(10)
    public void anotherHomeAndAnotherMachineMayNotTouchIt() {
        try (NativeProvider other = provider("home-2", null);
                NativeProvider elsewhere = provider("home-1", new ClusterIdentity(null, null, "this machine", "x"))) {
            assertEquals(new Observed.Cluster.Foreign("k3s node story in /var/lib/rancher/k3s"), other.observe());
            refuses("CLUSTER_NOT_OURS", () -> other.ensure(wish(), (_, _, _) -> {}));
            assertEquals(List.of(), other.removal(true));
            refuses("CLUSTER_IS_ANOTHER", () -> elsewhere.ensure(wish(), (_, _, _) -> {}));
        }
    }

    @Test
    @Order(20)
    public void handsOnTheDriverFromWhereItIs() throws Exception {
        GpuDriver driver = driver("570.1");
        Files.createDirectories(Path.of("/usr/lib/stand-in"));
        Files.writeString(Path.of("/usr/lib/stand-in/libcuda.so.570.1"), "libcuda of 570.1\n");
        assertEquals(
                new StepResult.Done("replaced the node, keeping its data: GPUs are handed on to it now"),
                provider.ensure(wish(driver), Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        assertInstanceOf(StepResult.Unchanged.class, provider.ensure(wish(driver), Progress.NONE));
        Eventually.holds(
                "the node says what it has of GPUs now",
                Duration.ofSeconds(60),
                () -> new NodeGpus(true, "570.1", driver.nodes(), driver.libraries(), true, List.of())
                        .equals(provider.gpus()));
        GpuPods pods = new GpuPods(provider.kube().client());
        pods.namespace();
        String files = pods.seenBy("without", null).lines().toList().get(2);
        assertEquals("""
                Succeeded
                65534
                %s
                /dev/nvidiactl opens
                /dev/nvidia0 opens
                /dev/nvidia1 none
                libcuda.so.1: libcuda of 570.1
                libcuda.so.570.1: libcuda of 570.1
                no nvidia-smi
                """.formatted(files), pods.seenBy("with", "nvidia"));
        Files.move(Path.of("/usr/lib/stand-in/libcuda.so.570.1"), Path.of("/usr/lib/stand-in/libcuda.so.575.2"));
        assertEquals(1, provider.gpus().missing().size());
        assertEquals(
                new StepResult.Done("replaced the node, keeping its data: NVIDIA's driver was 570.1 and is 575.2"),
                provider.ensure(wish(driver("575.2")), Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        assertEquals(
                new StepResult.Done("replaced the node, keeping its data: no GPUs are handed on to it any more"),
                provider.ensure(wish(), Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        // Which handlers there are the kubelet says some moments after the node is ready again.
        Eventually.holds(
                "nothing of a GPU is left",
                Duration.ofSeconds(60),
                () -> new NodeGpus(true, "", List.of(), List.of(), false, List.of()).equals(provider.gpus()));
        assertInstanceOf(StepResult.Unchanged.class, provider.ensure(wish(), Progress.NONE));
    }

    private static GpuDriver driver(String version) {
        return new GpuDriver(
                GpuPlatform.NATIVE,
                version,
                "12.8",
                List.of(new DeviceNode("/dev/nvidia0", 10, 229), new DeviceNode("/dev/nvidiactl", 1, 3)),
                List.of(new DriverLibrary("libcuda.so.1", "/usr/lib/stand-in/libcuda.so." + version)),
                null);
    }

    private ClusterSpec wish(GpuDriver driver) {
        ClusterSpec plain = wish();
        return new ClusterSpec(
                plain.kind(),
                plain.name(),
                plain.owner(),
                null,
                false,
                plain.apiPort(),
                plain.modelPort(),
                new GpuHandover(GpuHandover.Way.NATIVE, List.of(), driver),
                plain.namespace());
    }

    private static void refuses(String code, Runnable attempt) {
        assertEquals(
                code,
                assertThrows(ApplianceException.class, attempt::run)
                        .problem()
                        .code()
                        .id());
    }

    /// In a file, as the product has it.
    private final class Noted implements ProcessNote {
        private final Path file = work.resolve("process");

        @Override
        public Optional<Processes.Started> read() {
            try {
                String[] words = Files.readString(file).split(" ", -1);
                return Optional.of(new Processes.Started(Long.parseLong(words[0]), Long.parseLong(words[1])));
            } catch (IOException _) {
                return Optional.empty();
            }
        }

        @Override
        public void write(Processes.Started process) {
            try {
                Files.writeString(file, process.pid() + " " + process.startMillis());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void forget() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
