package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Permission is tried as a user who has none: a process of its own that has given up being root.
class EngineDeniedIT {
    /// Looks as whoever it runs as, and prints the problem.
    static final class Look {
        private Look() {}

        public static void main(String[] args) {
            var engine = new ContainerEngine(
                    Map.of("DOCKER_HOST", "unix://" + args[0]), Path.of("/"), "nobody", Clock.systemUTC());
            System.out.println(
                    switch (engine.facts()) {
                        case ContainerEngineFacts.Unusable(var problem) ->
                            problem.code().id();
                        case ContainerEngineFacts.Answers answers -> "answers " + answers.version();
                    });
        }
    }

    @Test
    void aSocketWithoutPermissionIsToldFromOneThatIsNotThere() throws Exception {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            RealEngine.skip("only root with setpriv can become a user without permission");
        }
        Path folder = Files.createTempDirectory("aiplat-denied");
        Path socket = folder.resolve("engine.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            String classPath = readableClassPath(folder);
            assertEquals("HOST_ENGINE_DENIED", lookAsNobody(classPath, socket));
            assertEquals("HOST_ENGINE_MISSING", lookAsNobody(classPath, folder.resolve("none.sock")));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /// The class path lies in root's home, where nobody may look.
    private static String readableClassPath(Path folder) throws IOException {
        StringBuilder classPath = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path source = Path.of(entry);
            if (entry.isBlank() || !Files.exists(source)) {
                continue;
            }
            Path target = folder.resolve("cp" + number++ + (Files.isDirectory(source) ? "" : ".jar"));
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, target.resolve(source.relativize(file).toString()));
                }
            }
            classPath.append(':').append(target);
        }
        new ProcessBuilder("chmod", "-R", "a+rX", folder.toString())
                .start()
                .onExit()
                .join();
        Files.setPosixFilePermissions(folder.resolve("engine.sock"), PosixFilePermissions.fromString("rw-rw----"));
        return classPath.substring(1);
    }

    private static String lookAsNobody(String classPath, Path socket) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "/usr/bin/setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classPath,
                        Look.class.getName(),
                        socket.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
