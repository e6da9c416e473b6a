package io.aiplat.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `prometheus` and `promtool` that metrics, dashboards and alert rules are held against, fetched by
/// `testbed/prometheus`, and what else of their world the testbed has: OpenTelemetry's collector, Jaeger, and the
/// definitions of Prometheus' operator.
public final class PrometheusBinary {
    private PrometheusBinary() {}

    /// Its path. Where there is none the test is skipped, or fails where everything has to be there: see [Need].
    public static Path server() {
        return needed("prometheus", "testbed/prometheus");
    }

    /// Path of OpenTelemetry's collector, in the same way.
    public static Path collector() {
        return needed("otelcol", "testbed/collector");
    }

    /// Path of Jaeger, in the same way.
    public static Path jaeger() {
        return needed("jaeger", "testbed/jaeger");
    }

    /// Folder of the definitions of Prometheus' operator, in the same way.
    public static Path operatorDefinitions() {
        Path folder = home().resolve("monitoring-schemas");
        Need.that(Files.isDirectory(folder), "definitions of Prometheus' operator: testbed/monitoring-schemas");
        return folder;
    }

    /// Has `promtool` look at something.
    ///
    /// @return what it said
    /// @throws AssertionError if it found fault
    public static String promtool(String... arguments) throws IOException, InterruptedException {
        return checked(needed("promtool", "testbed/prometheus"), arguments);
    }

    /// Runs a program to its end.
    ///
    /// @return what it said
    /// @throws AssertionError if it did not end well
    public static String checked(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + said);
        }
        return said;
    }

    private static Path home() {
        return Optional.ofNullable(System.getenv("AIPLAT_TESTBED_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed"));
    }

    private static Path needed(String name, String script) {
        Path program = home().resolve("bin").resolve(name);
        Need.that(Files.isExecutable(program), name + ": " + script);
        return program;
    }
}
