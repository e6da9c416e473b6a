package io.aiplat.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Stand-in for NVIDIA's driver, made by `testbed/gpu/make`: libraries that answer from a text file, `nvidia-smi`, and
/// device nodes where the test is run by root. What it pretends to be is one of `testbed/gpu/machines`, or a text of
/// the
/// test.
///
/// @param folder with `lib64`, `bin` and `dev`
public record GpuStandIn(Path folder) {
    private static final String ANSWERS = "nvml.txt";

    /// Makes it.
    ///
    /// @param answers as in `testbed/gpu/machines`; has a line `driver = VERSION`
    public static GpuStandIn of(Path folder, String answers) {
        return make(folder, answers, Map.of());
    }

    /// Makes one whose libraries are of another version than the driver that answers.
    public static GpuStandIn ofVersion(Path folder, String answers, String version) {
        return make(folder, answers, Map.of("VERSION", version));
    }

    /// The answers of a machine in `testbed/gpu/machines`, by its name there.
    public static String machine(String name) {
        try {
            return Files.readString(testbed().resolve("machines").resolve(name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GpuStandIn make(Path folder, String answers, Map<String, String> variables) {
        Need.that(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc: apt-get install gcc libc6-dev");
        try {
            Path file = Files.writeString(Files.createDirectories(folder).resolve("answers.txt"), answers);
            List<String> command =
                    new ArrayList<>(List.of(testbed().resolve("make").toString(), folder.toString(), file.toString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(variables);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("testbed/gpu/make: " + said);
            }
            return new GpuStandIn(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path testbed() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("testbed/gpu/make"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException(
                    "no testbed/gpu/make above " + Path.of("").toAbsolutePath());
        }
        return at.resolve("testbed/gpu");
    }

    /// Where the libraries are.
    public Path libraries() {
        return folder.resolve("lib64");
    }

    /// Where `nvidia-smi` is.
    public Path programs() {
        return folder.resolve("bin");
    }

    /// Lets the driver say something else from now on.
    public void answer(String answers) {
        try {
            Path next = Files.writeString(libraries().resolve("next.txt"), answers);
            Files.move(next, libraries().resolve(ANSWERS), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The environment in which it is found: the linker's, with nothing else.
    public Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "LD_LIBRARY_PATH", libraries().toString());
    }
}
