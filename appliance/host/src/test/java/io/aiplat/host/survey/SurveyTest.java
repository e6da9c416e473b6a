package io.aiplat.host.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.testkit.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks at the real machine, with an engine and a model engine that are not there or are ours.
class SurveyTest {
    @TempDir
    Path home;

    private HostFacts look(Map<String, String> environment, Settings settings, List<Integer> ports) {
        ContainerEngine engine = new ContainerEngine(environment, home, "ada", Clock.systemUTC());
        return new Survey(environment, engine, Path.of("/"))
                .look(settings, List.of(ImageReference.parse("rancher/k3s:v1")), ports);
    }

    private Settings ollamaAt(URI url) {
        return TestSettings.of(
                home,
                TestSettings.cluster(ClusterKind.AUTO, "aiplat"),
                TestSettings.models(EngineKind.AUTO, url),
                Map.of());
    }

    private Map<String, String> environment(String path) {
        return Map.of("DOCKER_HOST", "unix://" + home.resolve("dead.sock"), "PATH", path);
    }

    @Test
    void seesTheMachineWhereNothingAnswers() {
        HostFacts facts = look(environment(""), ollamaAt(URI.create("http://127.0.0.1:1")), List.of());
        assertTrue(facts.cpus() > 0);
        assertTrue(facts.memoryBytes() >= facts.memoryFreeBytes() && facts.memoryFreeBytes() > 0);
        assertTrue(facts.diskFreeBytes() > 0);
        assertInstanceOf(ContainerEngineFacts.Unusable.class, facts.engine());
        assertEquals(Map.of(), facts.images());
        assertNull(facts.ollama());
        assertNull(facts.ollamaBinary());
    }

    @Test
    void findsAnOllamaThatAnswers() throws IOException {
        HttpServer ollama = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ollama.createContext("/api/version", exchange -> {
            byte[] body = "{\"version\":\"0.11.4\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ollama.start();
        String base = "http://127.0.0.1:" + ollama.getAddress().getPort();
        try {
            HostFacts facts = look(environment(""), ollamaAt(URI.create(base + "/")), List.of());
            assertEquals(new HostFacts.Ollama(base, "0.11.4"), facts.ollama());
        } finally {
            ollama.stop(0);
        }
    }

    @Test
    void findsAnOllamaThatCouldBeStarted() throws IOException {
        Path folder = Files.createDirectories(home.resolve("bin"));
        Path program = Files.writeString(folder.resolve("ollama"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        HostFacts facts =
                look(environment("/nowhere:" + folder), ollamaAt(URI.create("http://127.0.0.1:1")), List.of());
        assertEquals(program.toString(), facts.ollamaBinary());
    }
}
