package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aiplat.testkit.Need;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A machine that is not ready for `up`: each time exit status 4, what is wrong, why it matters, what to do, and
/// nothing done yet.
class MachineFailuresIT {
    private static final int HOST = 4;

    @Test
    void noContainerEngineAnswers() {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up", "--cluster", "docker")
                    .failsWith(HOST, "HOST_ENGINE_MISSING")
                    .tells("no-engine.sock");
        }
    }

    @Test
    void theEngineIsTooOld() throws Exception {
        try (FakeEngine engine = FakeEngine.of("1.39", "linux", Instant.now())) {
            refuses(engine, "HOST_ENGINE_TOO_OLD", "1.39");
        }
    }

    @Test
    void theEngineRunsWindowsContainers() throws Exception {
        try (FakeEngine engine = FakeEngine.of("1.44", "windows", Instant.now())) {
            refuses(engine, "HOST_ENGINE_WINDOWS", "Linux containers");
        }
    }

    @Test
    void theEnginesClockIsWrong() throws Exception {
        try (FakeEngine engine = FakeEngine.of("1.44", "linux", Instant.now().minus(Duration.ofHours(1)))) {
            refuses(engine, "HOST_CLOCK_SKEW", "behind");
        }
    }

    private static void refuses(FakeEngine engine, String code, String reason) {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("DOCKER_HOST", engine.host())) {
            aiplat.run("up", "--cluster", "docker").failsWith(HOST, code).tells(reason);
        }
    }

    @Test
    void theEnginesSocketIsNotForThisUser() throws Exception {
        Path folder = Folders.create();
        Path socket = folder.resolve("engine.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                Aiplat aiplat = Aiplat.ofAStranger().with("DOCKER_HOST", "unix://" + socket)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
            aiplat.run("up", "--cluster", "docker")
                    .failsWith(HOST, "HOST_ENGINE_DENIED")
                    .tells("usermod -aG docker");
        } finally {
            Folders.delete(folder);
        }
    }

    @Test
    void theHomeIsNotWritable() throws Exception {
        Path folder = Folders.create();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = folder.resolve("home");
        try (Aiplat aiplat = Aiplat.ofAStranger().with("AIPLAT_HOME", home.toString())) {
            aiplat.run("up").failsWith(HOST, "STORE_HOME_NOT_WRITABLE").tells(home.toString());
            assertFalse(Files.exists(home));
        } finally {
            Folders.delete(folder);
        }
    }

    @Test
    void thePortIsTaken() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            try (ServerSocket _ = new ServerSocket(aiplat.port, 1, InetAddress.getLoopbackAddress())) {
                aiplat.run("up")
                        .failsWith(HOST, "HOST_PORT_TAKEN")
                        .tells("java (pid " + ProcessHandle.current().pid() + ")")
                        .tells("aiplat up --port=" + (aiplat.port + 1));
            }
        }
    }

    /// A container is a machine with as little as one likes.
    @Test
    void theMachineIsTooSmall() {
        try (TestEngine engine = TestEngine.open("small")) {
            String java = System.getProperty("java.home");
            Need.that(Files.exists(Path.of(java, "bin", "java")), "the JDK's own folder");
            Program.run(
                            "docker",
                            "run",
                            "--rm",
                            "--name",
                            engine.cluster,
                            "--memory",
                            "400m",
                            "--tmpfs",
                            "/small:size=64m",
                            "--env",
                            "AIPLAT_HOME=/small/home",
                            "--volume",
                            java + ":" + java + ":ro",
                            "--volume",
                            Aiplat.JAR + ":/aiplat.jar:ro",
                            "aiplat-testbed/debian:12",
                            java + "/bin/java",
                            "-jar",
                            "/aiplat.jar",
                            "up")
                    .failsWith(HOST, "HOST_DISK_SHORT")
                    .failsWith(HOST, "HOST_MEMORY_SHORT");
        }
    }

    @Test
    void aPlanSaysTheSameAndMakesNoHome() {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("plan", "--cluster", "docker").failsWith(HOST, "HOST_ENGINE_MISSING");
            assertFalse(Files.exists(aiplat.home));
            assertEquals(0, aiplat.processes().size());
        }
    }
}
