package io.aiplat.launcher.command.engines;

import io.aiplat.inference.llamacpp.LlamaServerLookup;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.engine.Accelerator;
import io.aiplat.supply.engine.EngineBuild;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.engine.EnginePlatform;
import io.aiplat.supply.engine.EngineRelease;
import io.aiplat.supply.engine.EngineReleases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat engines`: which llama.cpp runs models here.
@Command(
        name = "engines",
        description = {
            "List, install, choose and remove what runs models: llama.cpp's own server.",
            "The engine `llamacpp` uses the one that is chosen here, else one on the PATH."
        })
public final class EnginesCommand implements Runnable {
    private static final String PATH_WORD = "path";

    private final Invocation invocation;

    public EnginesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    /// A line of the list.
    ///
    /// @param id    null for a program that no package of ours brought
    /// @param bytes 0 where it is not known
    /// @param state `used`, `installed`, `found`, `missing` or `available`
    /// @param from  where it is or came from
    private record Row(
            @Nullable String id,
            @Nullable String version,
            @Nullable String accelerator,
            long bytes,
            String state,
            String from) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("engine", EnginePackages.LLAMACPP);
            json.put("id", id);
            json.put("version", version);
            json.put("accelerator", accelerator);
            json.put("bytes", bytes);
            json.put("state", state);
            json.put("from", from);
            return json;
        }
    }

    @Command(name = "list", description = "List the engines that are here or could be, and which is used.")
    void list() {
        try (InstallScope scope = scope()) {
            List<Row> rows = new ArrayList<>();
            LlamaServerLookup lookup = scope.llamaServer();
            Optional<Path> used = lookup.found();
            for (EnginePackage one : scope.enginePackages().installed()) {
                rows.add(new Row(
                        one.id(),
                        one.version(),
                        one.accelerator().word(),
                        one.bytes(),
                        used.filter(one.binary()::equals).isPresent() ? "used" : "installed",
                        one.source()));
            }
            Path said = lookup.said();
            if (said != null) {
                String state = used.isPresent() ? "used" : "missing";
                rows.add(new Row(null, null, null, 0, state, "setting models.llama-server: " + said));
            }
            lookup.onThePath()
                    .ifPresent(program -> rows.add(new Row(
                            null,
                            null,
                            null,
                            0,
                            said == null && used.filter(program::equals).isPresent() ? "used" : "found",
                            "the PATH: " + program)));
            addReleases(rows);
            Table table = new Table("ENGINE", "ID", "SIZE", "STATE", "FROM");
            rows.forEach(row -> table.row(
                    EnginePackages.LLAMACPP,
                    row.id() == null ? "-" : row.id(),
                    row.bytes() == 0 ? "-" : Quantity.bytes(row.bytes()),
                    row.state(),
                    row.from()));
            String text = rows.isEmpty()
                    ? "No llama.cpp is here. Install one: aiplat engines install llamacpp --from FOLDER\n"
                    : table.toText();
            invocation.output().value(rows.stream().map(Row::json).toList(), text);
        }
    }

    /// Those that could be installed; their size is that of the download.
    private static void addReleases(List<Row> rows) {
        List<String> here = rows.stream().map(Row::id).filter(Objects::nonNull).toList();
        for (EngineRelease release : EngineReleases.of(EnginePackages.LLAMACPP, EnginePlatform.here())) {
            if (!here.contains(release.id())) {
                rows.add(new Row(
                        release.id(),
                        release.version(),
                        release.accelerator().word(),
                        release.bytes(),
                        "available",
                        "download of " + release.archives().getFirst().url().getHost()));
            }
        }
    }

    @Command(
            name = "install",
            description = {
                "Install a build of llama.cpp in the home, and use it.",
                "Without --from it is downloaded: a pinned release, compared with its checksum.",
                "It is tried first: what does not start on this machine is not installed."
            })
    void install(
            @Parameters(paramLabel = "ENGINE", description = "llamacpp") String engine,
            @CompletesAs(CompletionKind.FILES)
                    @Option(
                            names = "--from",
                            paramLabel = "FOLDER|FILE|ADDRESS",
                            description =
                                    "a folder with llama-server, that program, or a .tar.gz or .zip of a release, here or at an address; not given: a pinned release for this machine and its GPUs")
                    @Nullable
                    String from,
            @Option(
                            names = "--sha256",
                            paramLabel = "DIGEST",
                            description = "SHA-256 of the archive; an address wants it")
                    @Nullable
                    String sha256,
            @Option(
                            names = "--accelerator",
                            paramLabel = "WORD",
                            description =
                                    "cpu, vulkan, cuda or metal; not given: as suits the GPUs, or as its files show")
                    @Nullable
                    String accelerator,
            @Option(names = "--unused", description = "install it, and go on with what is used now") boolean unused) {
        EnginePackages.requireName(engine);
        EngineInstallation wanted = new EngineInstallation(engine, from, digest(sha256), accelerator(accelerator));
        try (InstallScope scope = scope()) {
            scope.home().open();
            EnginePackage made = wanted.install(scope, invocation.surroundings().folder(), invocation.output());
            EngineBuild build = unused ? null : scope.enginePackages().use(made);
            invocation.output().value(installed(made, build), installedText(scope, made, build));
        }
    }

    private static Map<String, Object> installed(EnginePackage made, @Nullable EngineBuild build) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("engine", made.name());
        json.put("id", made.id());
        json.put("bytes", made.bytes());
        json.put("digest", made.digest().toString());
        json.put("program", made.binary().toString());
        json.put("used", build != null);
        if (build != null) {
            json.put("devices", build.devices());
        }
        return json;
    }

    private String installedText(InstallScope scope, EnginePackage made, @Nullable EngineBuild build) {
        String size = " (" + Quantity.bytes(made.bytes()) + ")";
        return build == null
                ? "Engine " + made.id() + " is installed" + size + ". Use it: aiplat engines use " + made.id() + "\n"
                : "Engine " + made.id() + " is installed" + size + " and used.\n" + usedText(scope, made, build);
    }

    private String usedText(InstallScope scope, EnginePackage used, EngineBuild build) {
        StringBuilder text = new StringBuilder();
        if (!build.devices().isEmpty()) {
            text.append("It computes on: ")
                    .append(String.join("; ", build.devices()))
                    .append('\n');
        } else if (used.accelerator() != Accelerator.CPU) {
            text.append("It finds no GPU that it can use, and will compute on processors.\n");
        }
        Path said = scope.llamaServer().said();
        if (said != null) {
            text.append("But the setting models.llama-server comes before it: ")
                    .append(said)
                    .append("\nForget that: aiplat settings unset models.llama-server\n");
        }
        return text.append("Models that are loaded from now on run with it, with the engine llamacpp:"
                        + " aiplat up --engine llamacpp\n")
                .toString();
    }

    private static @Nullable Accelerator accelerator(@Nullable String word) {
        return word == null
                ? null
                : Accelerator.of(word.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> wrong("'" + word + "' is none of cpu, vulkan, cuda, metal"));
    }

    private static @Nullable BlobDigest digest(@Nullable String sha256) {
        try {
            return sha256 == null
                    ? null
                    : new BlobDigest(sha256.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha256:", ""));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static ApplianceException wrong(String reason) {
        return new ApplianceException(CommandProblems.wrongLine(reason, "aiplat engines install"));
    }

    @Command(
            name = "use",
            description = {
                "Choose what models are loaded with from now on.",
                "It is tried first. Models that are in memory stay with what they were loaded with."
            })
    void use(
            @CompletesAs(CompletionKind.ENGINES)
                    @Parameters(
                            paramLabel = "ID",
                            description = "as engines list names it; path is what is on the PATH")
                    String id) {
        try (InstallScope scope = scope()) {
            EnginePackages packages = scope.enginePackages();
            if (id.equals(PATH_WORD)) {
                packages.useNone(EnginePackages.LLAMACPP);
                String now = scope.llamaServer()
                        .found()
                        .map(program -> "Used is " + program + ".\n")
                        .orElse("Nothing is chosen, and there is no llama-server on the PATH.\n");
                invocation.output().value(Map.of("used", PATH_WORD), now);
                return;
            }
            EnginePackage chosen = packages.find(id);
            EngineBuild build = packages.use(chosen);
            invocation
                    .output()
                    .value(
                            installed(chosen, build),
                            "Engine " + chosen.id() + " is used.\n" + usedText(scope, chosen, build));
        }
    }

    @Command(
            name = "rm",
            description = {"Remove an engine and its bytes.", "One that runs is not removed."})
    void remove(
            @CompletesAs(CompletionKind.ENGINES)
                    @Parameters(paramLabel = "ID", description = "as engines list names it")
                    String id) {
        try (InstallScope scope = scope()) {
            EnginePackages packages = scope.enginePackages();
            EnginePackage one = packages.find(id);
            boolean used = packages.used(one.name()).filter(one::equals).isPresent();
            packages.remove(one);
            String now = !used
                    ? ""
                    : scope.llamaServer()
                            .found()
                            .map(program -> "Used is " + program + " from now on.\n")
                            .orElse("It was the one that was used, and there is no other.\n");
            invocation.output().value(Map.of("removed", one.id()), "Engine " + one.id() + " is removed.\n" + now);
        }
    }

    private InstallScope scope() {
        return new InstallScope(invocation.surroundings(), invocation.settings());
    }
}
