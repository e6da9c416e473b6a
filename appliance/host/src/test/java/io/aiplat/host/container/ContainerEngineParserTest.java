package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files under `engines/` are answers of engines, shortened to what is read.
class ContainerEngineParserTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static ContainerEngineFacts read(String engine) {
        Path folder = Path.of("src/test/resources/engines", engine);
        try {
            return ContainerEngineParser.read(
                    "unix:///var/run/docker.sock",
                    Files.readString(folder.resolve("version.json")),
                    Files.readString(folder.resolve("info.json")),
                    NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContainerEngineFacts.Answers answers(String engine) {
        return assertInstanceOf(ContainerEngineFacts.Answers.class, read(engine));
    }

    @Test
    void readsAnOldEngineOnControlGroupsOne() {
        assertEquals(
                new ContainerEngineFacts.Answers(
                        "unix:///var/run/docker.sock",
                        "20.10.24+dfsg1",
                        "1.41",
                        1,
                        false,
                        "linux",
                        List.of("io.containerd.runc.v2", "runc"),
                        List.of(),
                        25_276_502_016L,
                        3),
                read("docker-20.10-cgroup1"));
    }

    @Test
    void readsANewEngineWithDevicesOfTheContainerDeviceInterface() {
        ContainerEngineFacts.Answers found = answers("docker-29-cgroup2-cdi");
        assertEquals("1.44", found.apiVersion());
        assertEquals(2, found.cgroupVersion());
        assertTrue(
                found.cdiDevices().contains("nvidia.com/gpu=all"),
                found.cdiDevices().toString());
    }

    @Test
    void seesTheNvidiaRuntime() {
        ContainerEngineFacts.Answers found = answers("docker-24-nvidia");
        assertTrue(found.runtimes().contains("nvidia"));
        assertEquals("1.43", found.apiVersion());
        assertEquals(List.of(), found.cdiDevices());
    }

    @Test
    void seesThatAnEngineRunsWithoutRoot() {
        assertTrue(answers("docker-27-rootless").rootless());
    }

    @Test
    void seesThatAnEngineRunsWindowsContainers() {
        assertEquals("windows", answers("docker-27-windows").osType());
    }

    @Test
    void refusesAnEngineThatIsTooOld() {
        ContainerEngineFacts.Unusable found =
                assertInstanceOf(ContainerEngineFacts.Unusable.class, read("docker-18.09"));
        assertEquals("HOST_ENGINE_TOO_OLD", found.problem().code().id());
    }

    @Test
    void somethingElseThanAnEngineIsNotOne() {
        assertThrows(IOException.class, () -> ContainerEngineParser.read("x", "{}", "{}", NOW));
        assertThrows(IOException.class, () -> ContainerEngineParser.read("x", "<html>", "{}", NOW));
    }

    @ParameterizedTest
    @CsvSource({"1.40,1.12,1.40", "1.44,1.24,1.44", "1.52,1.44,1.44", "1.60,1.48,1.48", "1.44,'',1.44"})
    void theNewestApiThatBothSpeakIsAgreedOn(String theirs, String theirOldest, String agreed) throws IOException {
        String version =
                "{\"Version\":\"x\",\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"%s\"}".formatted(theirs, theirOldest);
        ContainerEngineFacts facts = ContainerEngineParser.read("x", version, "{}", NOW);
        assertEquals(
                agreed,
                assertInstanceOf(ContainerEngineFacts.Answers.class, facts).apiVersion());
    }
}
