package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.TestBundles;
import io.aiplat.testkit.Need;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is a process of a machine, on a machine without Docker that `testbed/machine` makes.
class NativeProviderIT {
    private static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path MACHINE = REPOSITORY.resolve("testbed/machine");

    @TempDir
    Path folder;

    @Test
    void keepsTheContractOfEveryProvider() throws Exception {
        Need.that(
                ends("docker", "image", "inspect", Engines.NODE.toString(), TestBundles.BUSYBOX.toString())
                        && ends("unshare", "-m", "-n", "-p", "-C", "-f", "true"),
                "root, and the testbed's images for a machine without Docker: testbed/build, testbed/engine start");
        Path images = Files.createDirectories(folder.resolve("rancher/k3s/agent/images"));
        assertTrue(ends(
                "docker",
                "save",
                TestBundles.BUSYBOX.toString(),
                "-o",
                images.resolve("given.tar").toString()));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(MACHINE.toString(), folder.toString()));
        shown(classPath).forEach(path -> command.addAll(List.of("--bind", path.toString())));
        command.addAll(List.of("--", System.getProperty("java.home") + "/bin/java", "-cp", classPath));
        command.add(NativeProviderStory.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), told);
        assertTrue(told.contains("told: removesAllItMade"), told);
    }

    /// What the program needs of this machine, as few folders as will do.
    private static Set<Path> shown(String classPath) {
        Set<Path> shown = new LinkedHashSet<>(List.of(REPOSITORY, Path.of(System.getProperty("java.home"))));
        Path repository = Path.of(System.getProperty("user.home"), ".m2");
        if (Files.isDirectory(repository)) {
            shown.add(repository);
        }
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.exists(path) && shown.stream().noneMatch(path::startsWith)) {
                shown.add(path);
            }
        }
        return shown;
    }

    private static boolean ends(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
