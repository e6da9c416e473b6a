package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ClusterProviderContract;
import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.node.K3sLookup;
import io.aiplat.cluster.node.NativeNode;
import io.aiplat.cluster.node.NodeService;
import io.aiplat.cluster.node.NodeTraces;
import io.aiplat.cluster.node.ProcessNote;
import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
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
