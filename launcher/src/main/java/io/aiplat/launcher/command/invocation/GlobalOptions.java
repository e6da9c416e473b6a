package io.aiplat.launcher.command.invocation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options that every command takes, before or after its name.
public final class GlobalOptions {
    /// How a command answers.
    public enum Format {
        /// For a person.
        PLAIN,
        /// The same, in the word that kubectl's users know.
        TABLE,
        /// For a program: one JSON value, or one JSON value a line while work is going on.
        JSON,
        /// For a program: the same as a document of YAML, or several.
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "plain, table (the same), json or yaml (default: plain)")
    Format format = Format.PLAIN;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "settings file (default: aiplat.yaml in the home); of gateway run and check: a gateway.yaml")
    @Nullable
    Path config;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "where aiplat keeps its data (default: AIPLAT_HOME or the platform's data folder)")
    @Nullable
    Path home;

    @CompletesAs(CompletionKind.ASSIGNMENTS)
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "decide a setting for this run, by its key in aiplat.yaml")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "say more, with stack traces")
    boolean verbose;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "no colours (as NO_COLOR does)")
    boolean noColor;

    /// The options as a command line would give them again.
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of("--output", format.name()));
        if (config != null) {
            arguments.addAll(List.of("--config", config.toString()));
        }
        if (home != null) {
            arguments.addAll(List.of("--home", home.toString()));
        }
        set.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        if (verbose) {
            arguments.add("--verbose");
        }
        if (noColor) {
            arguments.add("--no-color");
        }
        return List.copyOf(arguments);
    }
}
