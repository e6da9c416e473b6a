package io.aiplat.launcher.command.invocation;

import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.settings.CommandLineSettings;
import io.aiplat.launcher.settings.HomeFolder;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.launcher.settings.SettingsResult;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.model.Settings;
import io.aiplat.store.Decisions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every command is given: the process around it, the global options, and where its answer goes.
public final class Invocation {
    private final ProcessContext surroundings;
    private final GlobalOptions options;
    private final Map<String, CommandLineSettings.Flag> settingFlags = new TreeMap<>();
    private @Nullable Output output;
    private boolean handedOver;

    public Invocation(ProcessContext surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// The process this command runs in.
    public ProcessContext surroundings() {
        return surroundings;
    }

    /// Where the answer goes, in the format that `-o` asks for. The same one at every call.
    public Output output() {
        if (output == null) {
            output = Output.to(surroundings.out(), surroundings.err(), style());
        }
        return output;
    }

    private Output.Style style() {
        switch (options.format) {
            case JSON -> {
                return Output.Style.JSON;
            }
            case YAML -> {
                return Output.Style.YAML;
            }
            case PLAIN, TABLE -> {}
        }
        Map<String, String> environment = surroundings.environment();
        // https://no-color.org: any value but the empty one.
        boolean noColor =
                options.noColor || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        if (!surroundings.terminal() || dumb) {
            return Output.Style.PLAIN;
        }
        return noColor ? Output.Style.LIVE : Output.Style.LIVE_IN_COLOR;
    }

    /// Whether the person asked for more to read.
    public boolean verbose() {
        return options.verbose;
    }

    /// The home, also where settings are wrong.
    public Path home() {
        return HomeFolder.locate(
                options.home, surroundings.environment(), surroundings.properties(), surroundings.folder());
    }

    /// The settings.
    ///
    /// @throws CommandProblemsException with everything that is wrong with them
    public Settings settings() {
        return loaded().settings();
    }

    /// The settings with the file they came from.
    ///
    /// @throws CommandProblemsException with everything that is wrong with them
    public SettingsResult.Loaded loaded() {
        SettingsResult resolved = handedOver ? loader().load(given(), Decisions.NONE) : loader().load(given());
        return switch (resolved) {
            case SettingsResult.Loaded loaded -> loaded;
            case SettingsResult.Rejected(var problems) -> throw new CommandProblemsException(problems);
        };
    }

    /// The settings to go back with: a file that is wrong is left out, and a person is told of it. One that this
    /// command line names and that is not there is a slip of the pen: another cluster may be meant.
    ///
    /// @throws CommandProblemsException with everything that is wrong, if the file is not all or was named just now
    public Settings settingsToGoBack() {
        return switch (loader().load(given())) {
            case SettingsResult.Loaded loaded -> loaded.settings();
            case SettingsResult.Rejected(var problems)
            when namesNoFile() -> throw new CommandProblemsException(problems);
            case SettingsResult.Rejected(var problems) ->
                switch (loader().withoutFile(given())) {
                    case SettingsResult.Loaded rest -> {
                        problems.forEach(output()::warning);
                        output().note("Going on without the settings file, with what the home remembers.");
                        yield rest.settings();
                    }
                    case SettingsResult.Rejected _ -> throw new CommandProblemsException(problems);
                };
        };
    }

    private boolean namesNoFile() {
        return options.config != null && !Files.exists(surroundings.folder().resolve(options.config));
    }

    /// The file that `--config` names; null where it names none.
    @Nullable
    public Path config() {
        return options.config;
    }

    /// The settings where `--config` names a file of another kind.
    ///
    /// @throws CommandProblemsException with everything that is wrong with them
    public Settings settingsBeside() {
        return switch (loader().withoutFile(given())) {
            case SettingsResult.Loaded loaded -> loaded.settings();
            case SettingsResult.Rejected(var problems) -> throw new CommandProblemsException(problems);
        };
    }

    /// Takes what the process that started this one has decided, in place of what is decided for the home by now.
    public void takeOver(Map<String, String> decided) {
        handedOver = true;
        decided.forEach((key, value) -> decide("--set", key, value));
    }

    /// The settings file that the environment names; null where it names none, or `--config` another.
    @Nullable
    public Path configInEnvironment() {
        boolean named =
                !surroundings.environment().getOrDefault("AIPLAT_CONFIG", "").isBlank();
        return named && options.config == null ? loaded().file() : null;
    }

    /// Whether it was told by another process what is decided.
    public boolean handedOver() {
        return handedOver;
    }

    /// The keys of the endpoint that the environment states, with the variable.
    Map<String, String> endpointInEnvironment() {
        return loader().endpointInEnvironment();
    }

    /// A reader of settings out of this process' environment, properties and folder.
    public SettingsLoader loader() {
        return new SettingsLoader(surroundings.environment(), surroundings.properties(), surroundings.folder());
    }

    private CommandLineSettings given() {
        List<CommandLineSettings.Flag> flags = new ArrayList<>();
        options.set.forEach((key, value) -> flags.add(new CommandLineSettings.Flag("--set", key, value)));
        // A flag with a name of its own is more deliberate than --set, so it comes later and wins.
        flags.addAll(settingFlags.values());
        return new CommandLineSettings(options.home, options.config, flags);
    }

    /// The global options of this invocation as a command line would give them again.
    public List<String> globalArguments() {
        return options.toArguments();
    }

    /// The settings that flags have decided, by key, to be handed to another process.
    Map<String, String> decided() {
        Map<String, String> decided = new TreeMap<>(options.set);
        settingFlags.forEach((key, flag) -> decided.put(key, flag.value()));
        decided.replaceAll((key, value) -> HomeDecisions.portable(this, key, value));
        return decided;
    }

    /// Takes the value of a setting's own flag; null takes it back.
    public void decide(String flag, String key, @Nullable String value) {
        if (value == null) {
            settingFlags.remove(key);
        } else {
            settingFlags.put(key, new CommandLineSettings.Flag(flag, key, value));
        }
    }
}
