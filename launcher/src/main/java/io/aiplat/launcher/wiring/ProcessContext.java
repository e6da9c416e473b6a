package io.aiplat.launcher.wiring;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Process context of a command: all it may know of the process, so that a test can hand in another.
///
/// @param environment variables
/// @param properties  of the JVM: `os.name`, `user.home`
/// @param folder      the working directory
/// @param terminal    whether a person sits at both ends: standard input and standard output
/// @param stopping    whether the process was told to end; then an interruption is not a Ctrl-C at a prompt
public record ProcessContext(
        Map<String, String> environment,
        Map<String, String> properties,
        Path folder,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        BooleanSupplier stopping) {
    public ProcessContext {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }
}
