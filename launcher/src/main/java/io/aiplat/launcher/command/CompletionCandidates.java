package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.llamacpp.LlamaServerTrial;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementClient;
import io.aiplat.launcher.command.lifecycle.SettingsCommand;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.settings.SettingFlags;
import io.aiplat.launcher.shell.Shell;
import io.aiplat.library.Library;
import io.aiplat.routing.Route;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.folder.ModelFolder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Candidates of completion: the names there are, of the appliance where it runs, else of the home.
final class CompletionCandidates {
    private CompletionCandidates() {}

    /// The names there are.
    ///
    /// @param of     what has them
    /// @param before the arguments of the command before this one
    /// @throws RuntimeException if they cannot be had
    static Collection<String> names(CompletionKind of, Invocation invocation, List<String> before) {
        return switch (of) {
            case MODELS -> models(invocation);
            case PUBLIC_MODELS -> publicModels(invocation);
            case ENGINES -> engines(invocation);
            case BUNDLES -> new TreeSet<>(new Library().catalog().bundles().keySet());
            case KEYS -> held(invocation, "/keys", "/name");
            case USERS -> held(invocation, "/users", "/name");
            case TEAMS -> held(invocation, "/teams", "/name");
            case SOURCES ->
                new GitopsFiles(new Home(invocation.home()))
                        .all().stream().map(GitopsSource::name).toList();
            case TAGS -> held(invocation, "/keys", "/tags");
            case ROLES -> List.of("ordinary", "admin", "metrics", "team-admin", "member");
            case KEYS_AND_VALUES -> keysAndValues(before);
            case ASSIGNMENTS ->
                SettingFlags.keys().stream().map(key -> key + "=").toList();
            case DECIDED -> decided(invocation);
            case COMMANDS -> commands(invocation, before);
            case FILES -> List.of(Shell.FILES);
        };
    }

    private static Collection<String> models(Invocation invocation) {
        Home home = new Home(invocation.home());
        if (new ApplianceFile(home.appliance()).running().isEmpty()) {
            return ModelFolder.names(home.models());
        }
        List<String> models = new ArrayList<>();
        try (ApplianceClient client = Appliances.client(home.root())) {
            client.models().forEach(model -> models.add(model.path("name").asText()));
        }
        return models;
    }

    private static Collection<String> engines(Invocation invocation) {
        Home home = new Home(invocation.home());
        LlamaServerTrial trial = new LlamaServerTrial(invocation.surroundings().environment());
        return new EnginePackages(home.engines(), trial)
                .installed().stream().map(EnginePackage::id).toList();
    }

    private static Collection<String> publicModels(Invocation invocation) {
        Set<String> names = new TreeSet<>(models(invocation));
        Home home = new Home(invocation.home());
        if (ConfigReload.ofNextUp(home, invocation.surroundings().environment()).read()
                instanceof ConfigReadResult.Accepted(var plan)) {
            Stream.concat(plan.routes().stream().map(Route::name), plan.aliases().keySet().stream())
                    .filter(name -> !name.contains("*"))
                    .forEach(names::add);
        }
        return names;
    }

    /// Texts of what the administration lists.
    ///
    /// @param field of each, a text or a list of texts
    private static Collection<String> held(Invocation invocation, String path, String field) {
        Home home = new Home(invocation.home());
        if (new ApplianceFile(home.appliance()).running().isEmpty() && !Files.isDirectory(home.gateway())) {
            // Looking must not make a store.
            return List.of();
        }
        Set<String> texts = new TreeSet<>();
        try (ManagementClient door = ManagementClient.open(home.root())) {
            for (JsonNode one : door.ask("GET", path, null).path("data")) {
                JsonNode named = one.at(field);
                if (named.isTextual()) {
                    texts.add(named.asText());
                }
                named.forEach(text -> texts.add(text.asText()));
            }
        }
        return texts;
    }

    private static Collection<String> keysAndValues(List<String> before) {
        String awaiting = "";
        for (String word : before) {
            awaiting = awaiting.isEmpty() && !word.contains("=") ? word : "";
        }
        return awaiting.isEmpty() ? SettingFlags.keys() : SettingFlags.words(awaiting);
    }

    private static Collection<String> decided(Invocation invocation) {
        var decisions = new DecisionsFile(new Home(invocation.home())).read();
        List<String> keys = new ArrayList<>(decisions.settings().keySet());
        if (decisions.config() != null) {
            keys.add(SettingsCommand.CONFIG);
        }
        return keys;
    }

    private static Collection<String> commands(Invocation invocation, List<String> before) {
        CommandLine line = new CommandTree(invocation.surroundings()).all();
        for (String word : before) {
            line = line.getSubcommands().get(word);
            if (line == null) {
                return List.of();
            }
        }
        List<String> names = new ArrayList<>(line.getSubcommands().keySet());
        if (before.isEmpty()) {
            names.addAll(HelpCommand.FILES.keySet());
        }
        return names;
    }
}
