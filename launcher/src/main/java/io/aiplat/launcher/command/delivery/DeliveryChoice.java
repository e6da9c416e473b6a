package io.aiplat.launcher.command.delivery;

import io.aiplat.config.kustomize.Kustomize;
import io.aiplat.config.kustomize.KustomizeProblems;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.host.Processes;
import io.aiplat.launcher.command.bundle.PlatformStage;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.library.StageFolders;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be delivered: a stage in the JAR, or a folder of a person's own.
final class DeliveryChoice {
    /// The name of what the stages deliver, whichever it is: from one to another, what is not in it goes.
    private static final String STAGES = "stages";

    private static final String OVERLAYS = "overlays";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    @Option(
            names = "--stage",
            paramLabel = "N",
            description =
                    "what aiplat has for a stage of a platform: 1 (sovereign AI), 2 (private-data RAG), 3 (agentic"
                            + " AI); each has the one before")
    private @Nullable String stage;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--overlay",
            paramLabel = "FOLDER",
            description =
                    "a folder of your own with a kustomization; built by kustomize where it is on the PATH, else by"
                            + " the part of it that is built in")
    private @Nullable Path overlay;

    /// The stage, where it is one.
    Optional<PlatformStage> stage(String words) {
        return Optional.ofNullable(stage).map(number -> PlatformStage.of(number, words));
    }

    /// The folder, where it is one.
    Optional<Path> overlay(Invocation invocation) {
        return Optional.ofNullable(overlay).map(named -> path(invocation, named));
    }

    /// Whether nothing was chosen.
    boolean isNone() {
        return stage == null && overlay == null;
    }

    /// The objects, in the order in which they are applied. What a stage does not have yet is told.
    ///
    /// @param words how the command is called
    /// @throws ApplianceException COMMAND_LINE_WRONG, and those of [KustomizeProblems]
    List<RenderedObject> objects(Invocation invocation, String words) {
        if ((stage == null) == (overlay == null)) {
            throw new ApplianceException(CommandProblems.wrongLine("Say what: --stage N or --overlay FOLDER", words));
        }
        if (overlay != null) {
            return built(invocation, path(invocation, overlay));
        }
        PlatformStage chosen = stage(words).orElseThrow();
        if (!chosen.missing().isEmpty()) {
            invocation
                    .output()
                    .note("stage " + chosen.number() + " (" + chosen.title() + ") is without " + chosen.missing()
                            + ": aiplat has none of these yet");
        }
        try (StageFolders stages = StageFolders.open()) {
            return Kustomize.build(stages.overlay(chosen.number()));
        }
    }

    /// A path as the person meant it, who is in another folder than this process may be.
    static Path path(Invocation invocation, Path named) {
        return invocation.surroundings().folder().resolve(named).normalize();
    }

    private static List<RenderedObject> built(Invocation invocation, Path folder) {
        Processes processes = new Processes(invocation.surroundings().environment());
        Optional<Path> program = processes.find("kustomize");
        if (program.isEmpty() || !Files.isDirectory(folder)) {
            return Kustomize.build(folder);
        }
        String name = program.get().toString();
        invocation.output().note("building " + folder + " by " + name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int status = processes.run(List.of(name, "build", folder.toString()), Map.of(), out, error);
        String said = error.toString(StandardCharsets.UTF_8).strip();
        if (status != 0) {
            throw new ApplianceException(KustomizeProblems.programFailed(
                    folder.toString(), name, said.isEmpty() ? "It ended with status " + status + "." : said));
        }
        said.lines().filter(line -> !line.isBlank()).forEach(invocation.output()::note);
        return Kustomize.read(name + " build " + folder, out.toString(StandardCharsets.UTF_8));
    }

    /// The name under which the cluster remembers it: that of the whole folder, not of one overlay in it, so that
    /// going from one overlay to another takes away what only the first has.
    ///
    /// @param given by the person; null where not
    /// @throws ApplianceException COMMAND_LINE_WRONG
    String name(Invocation invocation, @Nullable String given, String words) {
        String name = given != null
                ? given
                : overlay == null
                        ? STAGES
                        : folderName(path(invocation, overlay).toAbsolutePath());
        if (!NAME.matcher(name).matches()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "The name of a delivery has up to 40 small letters, digits and dashes, and " + name
                            + " is none; give it one: --name",
                    words));
        }
        return name;
    }

    private static String folderName(Path folder) {
        Path parent = folder.getParent();
        boolean within = parent != null && parent.endsWith(OVERLAYS);
        Path whole = within ? folder.resolve("../..").normalize() : folder;
        Path last = whole.getFileName();
        return last == null ? "" : last.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    }
}
