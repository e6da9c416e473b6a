package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerEngineAddressesTest {
    @TempDir
    Path home;

    private List<ContainerEngineAddress> find(Map<String, String> environment) {
        return new ContainerEngineAddresses(environment, home).candidates();
    }

    private void context(String name, String host) throws IOException {
        Path meta = home.resolve(".docker/contexts/meta").resolve(Digests.sha256(name));
        Files.createDirectories(meta);
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host + "\"}}}");
    }

    @Test
    void dockerHostIsTheOnlyPlaceWhenItIsSet() throws IOException {
        context("desktop", "unix:///desktop.sock");
        assertEquals(
                List.of(new ContainerEngineAddress.Unix(Path.of("/x.sock"), "DOCKER_HOST", true)),
                find(Map.of("DOCKER_HOST", "unix:///x.sock", "DOCKER_CONTEXT", "desktop")));
    }

    @Test
    void theContextOfTheEnvironmentComesBeforeTheOneInUse() throws IOException {
        context("one", "unix:///one.sock");
        context("two", "tcp://engine:2375");
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"one\"}");
        assertEquals(
                List.of(new ContainerEngineAddress.Unix(Path.of("/one.sock"), "docker context one", true)),
                find(Map.of()));
        assertEquals(
                List.of(new ContainerEngineAddress.Tcp("engine", 2375, null, "docker context two")),
                find(Map.of("DOCKER_CONTEXT", "two")));
    }

    @Test
    void aContextBringsItsCertificates() throws IOException {
        context("far", "tcp://engine:2376");
        Path tls = home.resolve(".docker/contexts/tls")
                .resolve(Digests.sha256("far"))
                .resolve("docker");
        Files.createDirectories(tls);
        assertEquals(
                List.of(new ContainerEngineAddress.Tcp("engine", 2376, tls, "docker context far")),
                find(Map.of("DOCKER_CONTEXT", "far")));
    }

    @Test
    void certificatesOfTheEnvironmentChangeTheUsualPort() {
        assertEquals(
                List.of(new ContainerEngineAddress.Tcp("engine", 2376, Path.of("/certs"), "DOCKER_HOST")),
                find(Map.of("DOCKER_HOST", "tcp://engine", "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certs")));
    }

    @Test
    void withoutAnyWordTheUsualSocketsAreTriedDockersFirst() {
        List<ContainerEngineAddress> found = find(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"));
        assertEquals("unix:///var/run/docker.sock", found.getFirst().text());
        assertEquals("unix:///run/user/1000/docker.sock", found.get(1).text());
        assertTrue(found.stream().anyMatch(e -> e.text().endsWith("/.colima/default/docker.sock")));
        assertEquals("unix:///run/podman/podman.sock", found.getLast().text());
    }

    @Test
    void theDefaultContextIsNoContext() throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"default\"}");
        assertEquals("unix:///var/run/docker.sock", find(Map.of()).getFirst().text());
    }

    @Test
    void aContextThatIsGoneIsNotPassedOver() {
        ContainerEngineAddress only = find(Map.of("DOCKER_CONTEXT", "gone")).getFirst();
        assertEquals(
                "docker context gone",
                assertInstanceOf(ContainerEngineAddress.Unsupported.class, only).from());
    }

    @Test
    void sshIsNotSpoken() {
        assertEquals(
                List.of(new ContainerEngineAddress.Unsupported("ssh://me@there", "DOCKER_HOST")),
                find(Map.of("DOCKER_HOST", "ssh://me@there")));
    }
}
