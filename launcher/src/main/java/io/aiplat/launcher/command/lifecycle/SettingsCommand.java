package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.settings.CommandLineSettings;
import io.aiplat.launcher.settings.SettingsProblems;
import io.aiplat.launcher.settings.SettingsReference;
import io.aiplat.launcher.settings.SettingsResult;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat settings`: what was decided, and by whom; deciding without starting anything.
@Command(
        name = "settings",
        description = {
            "Print every setting, its value and where that came from.",
            "What flags of `up` and `settings set` decide is kept with the home."
        })
public final class SettingsCommand implements Runnable {
    /// Decided by `--config`, and no setting: it says where settings are.
    public static final String CONFIG = "config";

    private final Invocation invocation;

    @Option(names = "--reference", description = "print what can be set instead, with every default")
    boolean reference;

    public SettingsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (reference) {
            String text = SettingsReference.markdown();
            invocation.output().value(Map.of("markdown", text), text);
        } else {
            decided();
        }
    }

    private void decided() {
        SettingsResult.Loaded loaded = invocation.loaded();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("home", loaded.settings().home());
        answer.put("file", loaded.file());
        answer.put("settings", loaded.values());
        Table table = new Table("KEY", "VALUE", "SOURCE");
        loaded.values().forEach(value -> table.row(value.key(), value.value(), value.source()));
        Decisions decisions = new DecisionsFile(new Home(loaded.settings().home())).read();
        List<String> variables = List.copyOf(decisions.variables().keySet());
        answer.put("variables", variables);
        String file = loaded.file() == null ? "none" : loaded.file().toString();
        String kept = variables.isEmpty() ? "" : "\nkept for gateway.yaml: " + String.join(", ", variables) + "\n";
        invocation
                .output()
                .value(
                        answer,
                        "home: " + loaded.settings().home() + "\nfile: " + file + "\n\n" + table.toText() + kept);
    }

    @Command(
            name = "set",
            description = {
                "Decide settings for this home; they count from the next `up` or `restart` on.",
                "A list is written with commas: aiplat settings set gateway.hosts ai.example,192.0.2.7"
            })
    void set(
            @CompletesAs(CompletionKind.KEYS_AND_VALUES)
                    @Parameters(paramLabel = "KEY VALUE", arity = "1..*", description = "or KEY=VALUE; several at once")
                    List<String> words) {
        Map<String, String> wanted = pairs(words);
        Path folder = invocation.home();
        List<CommandLineSettings.Flag> flags = new ArrayList<>();
        wanted.forEach((key, value) -> flags.add(new CommandLineSettings.Flag("settings set", key, value)));
        SettingsResult.Loaded loaded =
                switch (invocation.loader().load(new CommandLineSettings(folder, invocation.config(), flags))) {
                    case SettingsResult.Loaded right -> right;
                    case SettingsResult.Rejected(var problems) -> throw new CommandProblemsException(problems);
                };
        Home home = new Home(folder).open();
        try (LockFile _ = LockFile.ofHome(home, "settings set", Clock.systemUTC())) {
            DecisionsFile file = new DecisionsFile(home);
            Decisions before = file.read();
            Map<String, Decisions.Decision> settings = new TreeMap<>(before.settings());
            Instant now = Clock.systemUTC().instant();
            wanted.forEach((key, value) -> settings.put(
                    key, new Decisions.Decision(HomeDecisions.portable(invocation, key, value), "settings set", now)));
            file.write(before.withSettings(settings));
        }
        tell(loaded, List.copyOf(wanted.keySet()), "");
    }

    private static Map<String, String> pairs(List<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (equals > 0) {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                pairs.put(word, words.get(++i));
            } else {
                throw new ApplianceException(CommandProblems.wrongLine(
                        "There is no value for " + word + "; write aiplat settings set " + word
                                + " VALUE, or forget what was decided: aiplat settings unset " + word,
                        "aiplat settings set"));
            }
        }
        return pairs;
    }

    @Command(
            name = "unset",
            description = {
                "Forget what was decided for this home.",
                "The settings file or the default counts again, from the next `up` or `restart` on. The name config forgets the settings file that `up --config` named."
            })
    void unset(
            @CompletesAs(CompletionKind.DECIDED)
                    @Parameters(paramLabel = "KEY", arity = "1..*", description = "as in the settings file")
                    List<String> keys) {
        Home home = new Home(invocation.home());
        Decisions before = new DecisionsFile(home).read();
        for (String key : keys) {
            if (!key.equals(CONFIG) && !before.settings().containsKey(key)) {
                SettingsProblems.unlessKnown(key, "settings unset").ifPresent(problem -> {
                    throw new ApplianceException(problem);
                });
            }
        }
        Map<String, Decisions.Decision> settings = new TreeMap<>(before.settings());
        settings.keySet().removeAll(keys);
        Decisions after = before.withSettings(settings).withConfig(keys.contains(CONFIG) ? null : before.config());
        CommandLineSettings given = new CommandLineSettings(invocation.home(), invocation.config(), List.of());
        SettingsResult.Loaded loaded = switch (invocation.loader().load(given, after)) {
            case SettingsResult.Loaded right -> right;
            case SettingsResult.Rejected(var problems) -> throw new CommandProblemsException(problems);
        };
        if (!after.equals(before)) {
            home.open();
            try (LockFile _ = LockFile.ofHome(home, "settings unset", Clock.systemUTC())) {
                new DecisionsFile(home).write(after);
            }
        }
        tell(loaded, keys, after.equals(before) ? "Nothing was decided there. " : "");
    }

    /// Says what counts now, and from when on.
    private void tell(SettingsResult.Loaded loaded, List<String> keys, String lead) {
        StringBuilder text = new StringBuilder(lead);
        List<SettingsResult.Value> now = new ArrayList<>();
        for (SettingsResult.Value value : loaded.values()) {
            if (keys.contains(value.key())) {
                now.add(value);
                text.append(value.key())
                        .append(" is ")
                        .append(value.value().isEmpty() ? "not set" : value.value())
                        .append(" (")
                        .append(value.source().equals("settings set") ? "decided by settings set" : value.source())
                        .append(")\n");
                if (invocation.loader().isInEnvironment(value.key())) {
                    text.append("  but not in this shell, whose environment states it\n");
                }
            }
        }
        if (keys.contains(CONFIG)) {
            text.append("The settings file is ")
                    .append(loaded.file() == null ? "none" : loaded.file())
                    .append('\n');
        }
        text.append(
                "It counts from the next `aiplat up` or `aiplat restart` on; aiplat plan says what that changes.\n");
        invocation.output().value(Map.of("settings", now), text.toString());
    }
}
