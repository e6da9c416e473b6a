package io.aiplat.launcher;

import io.aiplat.launcher.wiring.ProcessContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Runs command lines inside the test, through the real entry point.
public final class Cli {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String in = "";

    /// What a command line did.
    public record Result(int exit, String out, String err) {}

    /// @param folder its home is in here
    public Cli(Path folder) {
        this.folder = folder;
        environment.put("AIPLAT_HOME", folder.resolve("home").toString());
    }

    /// Sets a variable.
    public Cli with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Gives the next command lines this to read.
    public Cli typing(String text) {
        in = text;
        return this;
    }

    /// Runs one command line.
    public Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessContext surroundings = new ProcessContext(
                environment,
                Map.of("os.name", "Linux", "user.home", folder.toString()),
                folder,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                () -> false);
        int exit = Main.run(surroundings, args);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
