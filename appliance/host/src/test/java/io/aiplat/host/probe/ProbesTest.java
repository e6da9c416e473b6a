package io.aiplat.host.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    private static ContainerEngineFacts engine(boolean rootless, String os, long skew) {
        return new ContainerEngineFacts.Answers(
                "unix:///e.sock", "27.0", "1.44", 2, rootless, os, List.of("runc"), List.of(), 8 * GIB, skew);
    }

    private static HostFacts facts(long disk, long memory, ContainerEngineFacts engine, Map<Integer, String> taken) {
        return new HostFacts(
                "linux",
                "amd64",
                4,
                16 * GIB,
                memory,
                disk,
                List.of("avx2"),
                true,
                List.of(),
                null,
                engine,
                taken,
                null,
                null,
                Map.of());
    }

    private static HostFacts fine() {
        return facts(50 * GIB, 8 * GIB, engine(false, "linux", 0), Map.of());
    }

    private Settings settings() {
        return TestSettings.of(
                root.resolve("home"),
                new Settings.Cluster(ClusterKind.AUTO, "aiplat", null, null, "aiplat", 6443, 0, 0),
                TestSettings.models(EngineKind.AUTO, null),
                Map.of());
    }

    private List<String> refusals(HostFacts facts, ClusterKind kind) {
        return Probes.standard(root).refusals(facts, settings(), kind).stream()
                .map(problem -> problem.code().id())
                .toList();
    }

    private List<String> warnings(HostFacts facts, ClusterKind kind) {
        return Probes.standard(root).judge(facts, settings(), kind).stream()
                .map(Finding::verdict)
                .filter(ProbeResult.Warn.class::isInstance)
                .map(v -> ((ProbeResult.Warn) v).problem().code().id())
                .toList();
    }

    @Test
    void aGoodMachinePassesEveryProbe() {
        for (ClusterKind kind : List.of(ClusterKind.DOCKER, ClusterKind.EXISTING, ClusterKind.NONE)) {
            assertEquals(List.of(), refusals(fine(), kind), kind.word());
            assertEquals(List.of(), warnings(fine(), kind), kind.word());
        }
    }

    @Test
    void everyProbeSaysWhyItExistsAndHasANameOfItsOwn() {
        List<Probe> all = Probes.standard(root).all();
        assertEquals(all.size(), all.stream().map(Probe::name).distinct().count());
        all.forEach(probe -> assertTrue(probe.because().endsWith("."), probe.name()));
    }

    @Test
    void aFullDiskStopsANodeSoonerThanAProcess() {
        HostFacts facts = facts(2 * GIB, 8 * GIB, engine(false, "linux", 0), Map.of());
        assertEquals(List.of("HOST_DISK_SHORT"), refusals(facts, ClusterKind.DOCKER));
        assertEquals(List.of(), refusals(facts, ClusterKind.NONE));
    }

    @Test
    void littleMemoryWarnsAndLessRefuses() {
        HostFacts tight = facts(50 * GIB, 2 * GIB, engine(false, "linux", 0), Map.of());
        assertEquals(List.of("HOST_MEMORY_TIGHT"), warnings(tight, ClusterKind.DOCKER));
        assertEquals(List.of(), refusals(tight, ClusterKind.DOCKER));
        HostFacts little = facts(50 * GIB, GIB, engine(false, "linux", 0), Map.of());
        assertEquals(List.of("HOST_MEMORY_SHORT"), refusals(little, ClusterKind.DOCKER));
        assertEquals(List.of("HOST_MEMORY_TIGHT"), warnings(little, ClusterKind.NONE));
    }

    @Test
    void aTakenPortNamesWhoTookIt() {
        HostFacts facts =
                facts(50 * GIB, 8 * GIB, engine(false, "linux", 0), Map.of(8585, "nginx (pid 7)", 6443, "k3s (pid 8)"));
        List<Problem> docker = Probes.standard(root).refusals(facts, settings(), ClusterKind.DOCKER);
        assertEquals(2, docker.size());
        assertTrue(
                docker.getFirst().toText().contains("nginx (pid 7)"),
                docker.getFirst().toText());
        assertTrue(
                docker.getLast().toText().contains("--api-port=6444"),
                docker.getLast().toText());
        assertEquals(List.of("HOST_PORT_TAKEN"), refusals(facts, ClusterKind.NONE));
    }

    @Test
    void theEngineOnlyMattersToANode() {
        ContainerEngineFacts none = new ContainerEngineFacts.Unusable(HostProblems.engineMissing(List.of()));
        HostFacts facts = facts(50 * GIB, 8 * GIB, none, Map.of());
        assertEquals(List.of("HOST_ENGINE_MISSING"), refusals(facts, ClusterKind.DOCKER));
        assertEquals(List.of(), refusals(facts, ClusterKind.NONE));
        assertEquals(List.of(), refusals(facts, ClusterKind.EXISTING));
    }

    @Test
    void anEngineThatCannotRunANodeIsRefused() {
        assertEquals(
                List.of("HOST_ENGINE_ROOTLESS"),
                refusals(facts(50 * GIB, 8 * GIB, engine(true, "linux", 0), Map.of()), ClusterKind.DOCKER));
        assertEquals(
                List.of("HOST_ENGINE_WINDOWS"),
                refusals(facts(50 * GIB, 8 * GIB, engine(false, "windows", 0), Map.of()), ClusterKind.DOCKER));
    }

    @Test
    void clocksThatDifferByMoreThanAMinuteAreRefused() {
        for (long skew : List.of(-61L, 61L)) {
            HostFacts facts = facts(50 * GIB, 8 * GIB, engine(false, "linux", skew), Map.of());
            assertEquals(List.of("HOST_CLOCK_SKEW"), refusals(facts, ClusterKind.DOCKER));
        }
        HostFacts facts = facts(50 * GIB, 8 * GIB, engine(false, "linux", -60), Map.of());
        assertEquals(List.of(), refusals(facts, ClusterKind.DOCKER));
    }

    @Test
    void fewInotifyInstancesWarn() throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/sys/fs/inotify"));
        Files.writeString(folder.resolve("max_user_instances"), "128\n");
        assertEquals(List.of("HOST_INOTIFY_LOW"), warnings(fine(), ClusterKind.DOCKER));
        assertFalse(warnings(fine(), ClusterKind.NONE).contains("HOST_INOTIFY_LOW"));
        Files.writeString(folder.resolve("max_user_instances"), "512\n");
        assertEquals(List.of(), warnings(fine(), ClusterKind.DOCKER));
    }

    @Test
    void fewDescriptorsWarn() throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/self"));
        String table = """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            %s                  4096                 files
                """;
        Files.writeString(folder.resolve("limits"), table.formatted("256"));
        assertEquals(List.of("HOST_DESCRIPTORS_FEW"), warnings(fine(), ClusterKind.NONE));
        Files.writeString(folder.resolve("limits"), table.formatted("1024"));
        assertEquals(List.of(), warnings(fine(), ClusterKind.NONE));
        Files.writeString(folder.resolve("limits"), table.formatted("unlimited"));
        assertEquals(List.of(), warnings(fine(), ClusterKind.NONE));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelsOwnNumberIsReadWhole() throws IOException {
        String number = Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_user_instances"))
                .getFirst();
        String said = new InotifyProbe(Path.of("/"))
                .judge(fine(), settings(), ClusterKind.DOCKER)
                .toString();
        assertTrue(said.contains(number + " instances") || said.contains("is " + number + ","), said);
    }

    @Test
    void aHomeBelowAFileIsRefused() throws IOException {
        Files.writeString(root.resolve("home"), "in the way");
        assertEquals(List.of("HOST_HOME_NOT_WRITABLE"), refusals(fine(), ClusterKind.NONE));
    }
}
