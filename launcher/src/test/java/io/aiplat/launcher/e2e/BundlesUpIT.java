package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder is all it takes: the shipped JAR with one more folder below `bundles/` installs it, reaches it, and
/// removes it again when it is wanted no more.
class BundlesUpIT {
    private static final Path TINY = Path.of("..", "appliance", "testkit", "bundles", "tiny");

    @TempDir
    Path folder;

    @Test
    void aBundleComesAndGoesWithWhoWantsIt() throws Exception {
        try (TestEngine engine = TestEngine.open("bundles");
                Aiplat aiplat = Aiplat.withEngine(engine).running(withTiny())) {
            aNameThatIsNoneIsRefusedBeforeAnythingIsMade(aiplat);
            aiplat.run("up", "--with", "tiny")
                    .ok()
                    .tells("Apply bundle tiny")
                    .tells("Reach tiny:80 of tiny")
                    .tells("Kept for this home: bundles");
            assertEquals(List.of("ollama", "tiny"), workloads(engine));
            aiplat.run("up").ok().tells("nothing to do");
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            itIsRemovedAndWhatItHasStoredStays(aiplat, engine);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void aNameThatIsNoneIsRefusedBeforeAnythingIsMade(Aiplat aiplat) {
        aiplat.run("up", "--with", "tinny")
                .failsWith(3, "PLAN_BUNDLE_UNKNOWN")
                .tells(
                        "Bundles of this aiplat: aiplat, kuberay, llamacpp, nvidia-device-plugin, observability, ollama, open-webui, tiny; did you mean 'tiny'?");
        aiplat.run("up", "--cluster", "none", "--with", "tiny").failsWith(3, "PLAN_BUNDLES_NEED_CLUSTER");
        assertFalse(Files.exists(aiplat.home.resolve("bundles.json")));
    }

    private static void itIsRemovedAndWhatItHasStoredStays(Aiplat aiplat, TestEngine engine) {
        aiplat.run("settings", "unset", "bundles").ok();
        aiplat.run("up")
                .ok()
                .tells("removed Deployment/tiny, Service/tiny; what it has stored stays: PersistentVolumeClaim/tiny");
        assertEquals(List.of("ollama"), workloads(engine));
        assertTrue(inNode(engine, "get", "persistentvolumeclaim", "-n", "aiplat", "-o", "name")
                .contains("persistentvolumeclaim/tiny"));
        aiplat.run("up").ok().tells("nothing to do");
    }

    private static List<String> workloads(TestEngine engine) {
        return inNode(engine, "get", "deployments", "-n", "aiplat", "-o", "name")
                .lines()
                .map(line -> line.substring(line.indexOf('/') + 1))
                .sorted()
                .toList();
    }

    private static String inNode(TestEngine engine, String... words) {
        return docker(Stream.concat(Stream.of("exec", engine.cluster, "k3s", "kubectl"), Stream.of(words))
                        .toArray(String[]::new))
                .out();
    }

    /// A copy of the JAR with the folder in it, as a build with that folder among the sources would make it.
    private Path withTiny() throws IOException {
        Path jar = Files.copy(Aiplat.JAR, folder.resolve("aiplat.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(TINY)) {
            Path target = inside.getPath("bundles", "tiny");
            for (Path file : files.toList()) {
                Path into = target.resolve(TINY.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.copy(file, into);
                }
            }
        }
        return jar;
    }
}
