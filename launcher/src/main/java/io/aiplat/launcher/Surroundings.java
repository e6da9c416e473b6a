package io.aiplat.launcher;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Everything a command may know of the process it runs in, so that a test can hand in another.
///
/// @param environment variables
/// @param properties  of the JVM: `os.name`, `user.home`
/// @param folder      the working directory
/// @param terminal    whether a person sits at both ends: standard input and standard output
/// @param stopping    whether the process was told to end; then an interruption is not a Ctrl-C at a prompt
public record Surroundings(
        Map<String, String> environment,
        Map<String, String> properties,
        Path folder,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        BooleanSupplier stopping) {
    public Surroundings {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }
}
