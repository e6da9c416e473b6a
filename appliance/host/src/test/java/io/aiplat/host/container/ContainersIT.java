package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Over the socket the docker command uses too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainersIT implements ContainersContract {
    private final String name = RealEngine.uniqueName();
    private ContainerEngine engine;

    @BeforeAll
    void start() {
        engine = RealEngine.orSkip(System.getenv());
        engine.containers().create(ContainersContract.request(name, "bridge", Map.of()));
        engine.containers().start(name);
    }

    @AfterAll
    void remove() throws IOException {
        if (engine != null) {
            engine.containers().remove(name);
            engine.containers().remove(name);
            assertEquals(Optional.empty(), engine.containers().find(name));
            engine.close();
        }
    }

    @Override
    public ContainerEngine engine() {
        return engine;
    }

    @Override
    public String name() {
        return name;
    }

    @Test
    void startsAndStopsAsOftenAsItIsAsked() {
        String other = name + "-b";
        engine.containers().create(ContainersContract.request(other, "bridge", Map.of()));
        try {
            assertEquals(
                    "created", engine.containers().find(other).orElseThrow().status());
            engine.containers().start(other);
            engine.containers().start(other);
            engine.containers().stop(other, 10);
            engine.containers().stop(other, 10);
            ContainerState ended = engine.containers().find(other).orElseThrow();
            assertEquals("exited", ended.status());
            assertEquals(0, ended.exitCode());
            engine.containers().start(other);
            engine.containers().kill(other);
            assertFalse(engine.containers().find(other).orElseThrow().running());
        } finally {
            engine.containers().remove(other);
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsListener() throws IOException {
        String other = name + "-c";
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = socket.getLocalPort();
            engine.containers().create(ContainersContract.request(other, "bridge", Map.of(port, 80)));
            assertEquals(
                    Map.of(80, port),
                    engine.containers().find(other).orElseThrow().ports());
            var refusal = assertThrows(
                    ApplianceException.class, () -> engine.containers().start(other));
            assertEquals("HOST_PORT_TAKEN", refusal.problem().code().id());
            String text = refusal.problem().toText();
            assertTrue(
                    text.contains("Port " + port)
                            && text.contains("(pid " + ProcessHandle.current().pid()),
                    text);
        } finally {
            engine.containers().remove(other);
        }
    }

    @Test
    void networksAndVolumesAreFoundByNameWithTheirLabels() {
        Map<String, String> labels = Map.of("io.aiplat.test", name);
        engine.networks().create(name, labels);
        engine.volumes().create(name, labels);
        try {
            assertEquals(Optional.of(labels), engine.networks().find(name));
            assertEquals(Optional.of(labels), engine.volumes().find(name));
        } finally {
            engine.networks().remove(name);
            engine.volumes().remove(name);
        }
        engine.networks().remove(name);
        engine.volumes().remove(name);
        assertEquals(Optional.empty(), engine.networks().find(name));
        assertEquals(Optional.empty(), engine.volumes().find(name));
    }
}
