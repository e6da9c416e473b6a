package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One installation of aiplat under test: the shipped JAR, a home and a port of its own.
final class Aiplat implements AutoCloseable {
    private static final Path JAR = Path.of("target", "aiplat.jar").toAbsolutePath();
    static final Path TESTBED = Path.of("..", "testbed").toAbsolutePath().normalize();

    final Path home;
    final int port;
    private final Map<String, String> environment = new HashMap<>();
    private final Path scratch;

    /// What a command did.
    record Result(int exit, String out, String err) {
        Result ok() {
            assertEquals(0, exit, () -> "exit status; stdout:\n" + out + "\nstderr:\n" + err);
            return this;
        }
    }

    private Aiplat(Path scratch) {
        this.scratch = scratch;
        this.home = scratch.resolve("home");
        this.port = freePort();
        environment.put("AIPLAT_HOME", home.toString());
        environment.put("AIPLAT_GATEWAY_PORT", Integer.toString(port));
        environment.put("NO_COLOR", "1");
    }

    /// On a machine without a container engine: a dead socket counts as none.
    static Aiplat withoutEngine() {
        Aiplat aiplat = new Aiplat(newFolder());
        aiplat.environment.put("DOCKER_HOST", "unix://" + aiplat.scratch.resolve("no-engine.sock"));
        return aiplat;
    }

    /// With the testbed's container engine, and its images in place of those no registry serves here.
    static Aiplat withEngine(String clusterName) {
        Need.that(
                succeeds("docker", "image", "inspect", "aiplat-testbed/k3s:v1.36.4", "aiplat-testbed/ollama:0.11.4"),
                "a container engine with the testbed's images: testbed/build");
        Aiplat aiplat = new Aiplat(newFolder());
        aiplat.environment.put("AIPLAT_CLUSTER_KIND", "docker");
        aiplat.environment.put("AIPLAT_CLUSTER_NAME", clusterName);
        aiplat.environment.put("AIPLAT_CONFIG", TESTBED.resolve("aiplat.yaml").toString());
        return aiplat;
    }

    /// Adds an environment variable.
    Aiplat with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Runs a command to its end, at most ten minutes.
    Result run(String... args) {
        try {
            Process process = start(args);
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> "still running: aiplat " + String.join(" ", args));
            return new Result(process.exitValue(), read("out", process.pid()), read("err", process.pid()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Starts a command and leaves it running.
    Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AIPLAT_") || name.equals("DOCKER_HOST"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Files.move(out, scratch.resolve("out-" + process.pid()));
        Files.move(err, scratch.resolve("err-" + process.pid()));
        return process;
    }

    private String read(String stream, long pid) throws IOException {
        return Files.readString(scratch.resolve(stream + "-" + pid));
    }

    /// Runs a Python program of `testbed/clients` with what `aiplat env` says.
    String python(String program, String... args) {
        String python = System.getenv().getOrDefault("AIPLAT_TEST_PYTHON", "python3");
        Need.that(
                succeeds(python, "-c", "import openai"),
                "openai-python: pip install -r testbed/clients/requirements.txt (AIPLAT_TEST_PYTHON names the python)");
        List<String> command = new ArrayList<>(
                List.of(python, TESTBED.resolve("clients").resolve(program).toString()));
        command.addAll(List.of(args));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            run("env").ok().out().lines().forEach(line -> {
                String[] pair = line.substring("export ".length()).split("=", 2);
                builder.environment().put(pair[0], pair[1].replace("'", ""));
            });
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Every process whose command line, environment or working folder names this home.
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> mentionsHome(Path.of("/proc", Long.toString(p.pid()), "environ"))
                        || mentionsHome(Path.of("/proc", Long.toString(p.pid()), "cmdline")))
                .toList();
    }

    private boolean mentionsHome(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(home.toString());
        } catch (IOException e) {
            return false; // It ended while we looked.
        }
    }

    /// Removes everything; a test that failed before its own `down` leaves nothing behind.
    @Override
    public void close() {
        run("down", "--purge", "--yes");
        processes().forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("aiplat-e2e");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
