package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `install.sh` with the JAR that ships, for a user with an empty home.
class InstallIT {
    private static final Path JAR = Path.of("target", "aiplat.jar").toAbsolutePath();
    private static final Path SCRIPT =
            Path.of("..", "install.sh").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    /// With what a shell could stumble over.
    private Path home;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void newHome() throws IOException {
        home = Files.createDirectory(folder.resolve("it's a home"));
    }

    private Result run(Map<String, String> environment, Path program, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AIPLAT_") || name.equals("PREFIX"));
        builder.environment().putAll(Map.of("HOME", home.toString(), "JAVA_HOME", System.getProperty("java.home")));
        builder.environment().putAll(environment);
        Path err = folder.resolve("stderr");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    private Result install(String... args) throws IOException, InterruptedException {
        return run(Map.of(), SCRIPT, args);
    }

    private Path command() {
        return home.resolve(".local/bin/aiplat");
    }

    private Set<String> installed() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> home.relativize(f).toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void installsAReleasedJarAndRemovesItWithoutATrace() throws IOException, InterruptedException {
        Result result = install("--jar", JAR.toString(), "version");
        assertEquals(0, result.exit(), result.err());
        assertTrue(result.out().startsWith("aiplat "), result.out());
        assertEquals(
                Set.of(".local/bin/aiplat", ".local/lib/aiplat/aiplat.jar", ".local/lib/aiplat/aiplat.aot"),
                installed());
        assertEquals(result.out(), run(Map.of(), command(), "--version").out());
        assertEquals(2, run(Map.of(), command(), "nonsense").exit(), "the exit status comes through");

        assertEquals(0, install("--jar", JAR.toString()).exit(), "again, over itself");
        assertEquals(0, install("--uninstall").exit());
        assertEquals(Set.of(), installed());
    }

    @Test
    void theStartUpCacheIsUsed() throws IOException, InterruptedException {
        install("--jar", JAR.toString());
        Map<String, String> showing = Map.of("AIPLAT_JAVA_OPTIONS", "-Xlog:class+load");
        String loaded = run(showing, command(), "--version").out();
        assertTrue(loaded.contains("io.aiplat.launcher.Main source: shared objects file"), "classes come from it");
        String cache = Files.readString(home.resolve(".local/lib/aiplat/aiplat.aot"), StandardCharsets.ISO_8859_1);
        for (String part :
                List.of("io/aiplat/gateway/pipeline/ModelPipeline", "io/aiplat/wire/http/", "io/fabric8/kubernetes/")) {
            assertTrue(cache.contains(part), () -> "the rehearsal has played the part of " + part);
        }
        Files.writeString(home.resolve(".local/lib/aiplat/aiplat.aot"), "not a cache");
        Result spoilt = run(Map.of(), command(), "--version");
        assertEquals(new Result(0, spoilt.out(), ""), spoilt, "and aiplat does without it");
        assertTrue(spoilt.out().startsWith("aiplat "), spoilt.out());
    }

    @Test
    void refusesAJarThatIsNotTheReleasedOne() throws IOException, InterruptedException {
        Path jar = Files.copy(JAR, folder.resolve("aiplat.jar"));
        String sum = Digests.sha256(jar);
        Path sums = Files.writeString(folder.resolve("aiplat.jar.sha256"), sum + "  aiplat.jar\n");
        assertEquals(0, install("--jar", jar.toString()).exit());
        install("--uninstall");

        Files.writeString(sums, "0".repeat(64) + "  aiplat.jar\n");
        Result refused = install("--jar", jar.toString());
        assertEquals(4, refused.exit());
        assertTrue(refused.err().contains("is not the file that was released"), refused.err());
        assertEquals(Set.of(), installed());
    }

    @Test
    void takesTheJarBesideItself() throws IOException, InterruptedException {
        Files.copy(JAR, folder.resolve("aiplat.jar"));
        Path script = Files.copy(SCRIPT, folder.resolve("install.sh"));
        assertEquals(0, run(Map.of(), script).exit());
        assertTrue(Files.isExecutable(command()));
    }

    @Test
    void saysWhatToInstallWithoutAJdk() throws IOException, InterruptedException {
        Result result = install("--java", folder.toString(), "--jar", JAR.toString());
        assertEquals(4, result.exit());
        assertTrue(result.err().contains("aiplat needs a JDK 25"), result.err());
        assertTrue(result.err().contains("  try: "), result.err());
        assertEquals(Set.of(), installed());
    }

    @Test
    void saysWhatToInstallWithoutMaven() throws IOException, InterruptedException {
        Path empty = Files.createDirectory(folder.resolve("bin"));
        for (String tool : List.of("sh", "dirname", "pwd")) {
            Files.createSymbolicLink(empty.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        Result result = run(Map.of("PATH", empty.toString()), SCRIPT.resolveSibling("mvnw"), "-v");
        assertEquals(4, result.exit(), result.err());
        assertTrue(result.err().contains("Maven 3.8 or newer is needed"), result.err());
    }

    @Test
    void leavesAnAiplatThatIsNotOurs() throws IOException, InterruptedException {
        Files.createDirectories(command().getParent());
        Files.writeString(command(), "#!/bin/sh\n# another program\n");
        assertEquals(4, install("--uninstall").exit());
        assertTrue(Files.exists(command()));
    }

    @Test
    void refusesOptionsItDoesNotKnow() throws IOException, InterruptedException {
        assertEquals(2, install("--jra", "x").exit());
        assertEquals(2, install("--jar").exit());
        assertFalse(Files.exists(command()));
    }

    @Test
    void aScriptThatWasCutShortDoesNothing() throws IOException, InterruptedException {
        String text = Files.readString(SCRIPT);
        Path half = folder.resolve("install.sh");
        Files.writeString(half, text.substring(0, text.lastIndexOf("main \"$@\"")));
        assertTrue(half.toFile().setExecutable(true));
        assertEquals(0, run(Map.of(), half, "--jar", JAR.toString()).exit());
        assertEquals(Set.of(), installed());
    }
}
