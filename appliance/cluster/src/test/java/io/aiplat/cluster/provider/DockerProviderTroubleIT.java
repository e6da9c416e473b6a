package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.host.LocalPorts;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What can go wrong with a node, made to go wrong on the real engine.
class DockerProviderTroubleIT {
    /// An image whose program ends at once when it is told to be a k3s server.
    private static final ImageReference NO_NODE = ImageReference.parse("aiplat-testbed/ollama:0.11.4");

    private final String name = Engines.uniqueName();
    private ContainerEngine engine;
    private DockerProvider provider;
    private String before;

    @BeforeEach
    void find() throws Exception {
        engine = Engines.orSkip(NO_NODE);
        before = Engines.listing(name);
        provider = new DockerProvider(engine, name, "home-1", Engines.DIRECT, null);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (provider != null) {
            provider.remove(true, Progress.NONE);
            provider.close();
            assertEquals(before, Engines.listing(name), "what the engine held before and holds now");
            engine.close();
        }
    }

    private ClusterSpec wish(ImageReference image, int apiPort) {
        return new ClusterSpec(
                ClusterKind.DOCKER, name, "home-1", image, false, apiPort, 0, GpuHandover.NONE, "aiplat");
    }

    private Problem refusal(ClusterSpec wish) {
        return assertThrows(ApplianceException.class, () -> provider.ensure(wish, Progress.NONE))
                .problem();
    }

    @Test
    void aNodeThatDoesNotStayUpTellsItsLastWords() throws InterruptedException {
        provider.ensure(wish(NO_NODE, 0), Progress.NONE);
        Readiness look = Eventually.seen("it is given up", provider::ready, now -> now instanceof Readiness.Never);
        String text = assertInstanceOf(Readiness.Never.class, look).problem().toText();
        assertTrue(text.contains("CLUSTER_NODE_DIED"), text);
        assertTrue(text.contains("unknown flag: --disable") || text.contains("unknown command"), text);
    }

    @Test
    void aVolumeOfTheSameNameThatIsNotOursStopsIt() throws Exception {
        Engines.docker("volume", "create", name + "-k3s");
        try {
            assertEquals(new Observed.Cluster.Foreign("volume " + name + "-k3s"), provider.observe());
            assertEquals("CLUSTER_NOT_OURS", refusal(wish(NO_NODE, 0)).code().id());
            assertInstanceOf(StepResult.Unchanged.class, provider.remove(true, Progress.NONE));
            assertTrue(engine.volumes().find(name + "-k3s").isPresent(), "somebody's volume is still there");
        } finally {
            Engines.docker("volume", "rm", name + "-k3s");
        }
    }

    @Test
    void aPortThatIsTakenIsAProblemOnceAndForgottenWhenItIsFree() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = socket.getLocalPort();
            Problem problem = refusal(wish(NO_NODE, port));
            assertEquals("HOST_PORT_TAKEN", problem.code().id());
            assertTrue(problem.what().contains(Integer.toString(port)), problem.what());
        }
        assertInstanceOf(StepResult.Done.class, provider.ensure(wish(NO_NODE, port), Progress.NONE));
    }

    @Test
    void aContainerWhoseNetworkIsGoneIsMadeAnew() throws Exception {
        provider.ensure(wish(NO_NODE, LocalPorts.chooseFree()), Progress.NONE);
        String id = engine.containers().find(name).orElseThrow().id();
        provider.stop();
        Engines.docker("network", "rm", name);
        assertInstanceOf(StepResult.Done.class, provider.ensure(wish(NO_NODE, 0), Progress.NONE));
        assertTrue(!id.equals(engine.containers().find(name).orElseThrow().id()));
    }

    @Test
    void anotherEngineThanTheOneOfThisHomeIsNotTouched() {
        String here = provider.identity().server();
        assertEquals("CLUSTER_OTHER_ENGINE", whenMadeIn("unix:///elsewhere.sock", "another-id"));
        assertEquals(
                "", whenMadeIn("unix:///elsewhere.sock", provider.identity().uid()));
        assertEquals("", whenMadeIn(here, "an id of before its data was wiped"));
    }

    /// @return the problem that a look has, or nothing
    private String whenMadeIn(String address, @Nullable String id) {
        ClusterIdentity made = new ClusterIdentity(null, null, address, id);
        try (DockerProvider other = new DockerProvider(engine, name, "home-1", Engines.DIRECT, made)) {
            assertEquals(new Observed.Cluster.Absent(), other.observe());
            return "";
        } catch (ApplianceException e) {
            return e.problem().code().id();
        }
    }

    @Test
    void anImageThatIsGoneIsAProblem() {
        assertEquals(
                "HOST_IMAGE_MISSING",
                refusal(wish(ImageReference.parse("aiplat-testbed/none:1"), 0))
                        .code()
                        .id());
        assertEquals(new Observed.Cluster.Absent(), provider.observe());
    }
}
