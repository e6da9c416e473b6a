package io.aiplat.launcher.command;

import io.aiplat.launcher.Surroundings;
import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.settings.Given;
import io.aiplat.launcher.settings.HomeFolder;
import io.aiplat.launcher.settings.Resolved;
import io.aiplat.launcher.settings.SettingsLoader;
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
    private final Surroundings surroundings;
    private final GlobalOptions options;
    private final Map<String, Given.Flag> settingFlags = new TreeMap<>();
    private @Nullable Output output;
    private boolean handedOver;

    Invocation(Surroundings surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// The process this command runs in.
    public Surroundings surroundings() {
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
        if (options.format == GlobalOptions.Format.JSON) {
            return Output.Style.JSON;
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
    /// @throws Refusal with everything that is wrong with them
    public Settings settings() {
        return loaded().settings();
    }

    /// The settings with the file they came from.
    ///
    /// @throws Refusal with everything that is wrong with them
    public Resolved.Loaded loaded() {
        Resolved resolved = handedOver ? loader().load(given(), Decisions.NONE) : loader().load(given());
        return switch (resolved) {
            case Resolved.Loaded loaded -> loaded;
            case Resolved.Rejected(var problems) -> throw new Refusal(problems);
        };
    }

    /// The settings to go back with: a file that is wrong is left out, and a person is told of it. One that this
    /// command line names and that is not there is a slip of the pen: another cluster may be meant.
    ///
    /// @throws Refusal with everything that is wrong, if the file is not all or was named just now
    Settings settingsToGoBack() {
        return switch (loader().load(given())) {
            case Resolved.Loaded loaded -> loaded.settings();
            case Resolved.Rejected(var problems) when namesNoFile() -> throw new Refusal(problems);
            case Resolved.Rejected(var problems) ->
                switch (loader().withoutFile(given())) {
                    case Resolved.Loaded rest -> {
                        problems.forEach(output()::warning);
                        output().note("Going on without the settings file, with what the home remembers.");
                        yield rest.settings();
                    }
                    case Resolved.Rejected _ -> throw new Refusal(problems);
                };
        };
    }

    private boolean namesNoFile() {
        return options.config != null && !Files.exists(surroundings.folder().resolve(options.config));
    }

    /// The file that `--config` names; null where it names none.
    @Nullable
    Path config() {
        return options.config;
    }

    /// The settings where `--config` names a file of another kind.
    ///
    /// @throws Refusal with everything that is wrong with them
    Settings settingsBeside() {
        return switch (loader().withoutFile(given())) {
            case Resolved.Loaded loaded -> loaded.settings();
            case Resolved.Rejected(var problems) -> throw new Refusal(problems);
        };
    }

    /// Takes what the process that started this one has decided, in place of what is decided for the home by now.
    void takeOver(Map<String, String> decided) {
        handedOver = true;
        decided.forEach((key, value) -> decide("--set", key, value));
    }

    /// The settings file that the environment names; null where it names none, or `--config` another.
    @Nullable
    Path configInEnvironment() {
        boolean named =
                !surroundings.environment().getOrDefault("AIPLAT_CONFIG", "").isBlank();
        return named && options.config == null ? loaded().file() : null;
    }

    /// Whether it was told by another process what is decided.
    boolean handedOver() {
        return handedOver;
    }

    /// The keys of the endpoint that the environment states, with the variable.
    Map<String, String> endpointInEnvironment() {
        return loader().endpointInEnvironment();
    }

    SettingsLoader loader() {
        return new SettingsLoader(surroundings.environment(), surroundings.properties(), surroundings.folder());
    }

    private Given given() {
        List<Given.Flag> flags = new ArrayList<>();
        options.set.forEach((key, value) -> flags.add(new Given.Flag("--set", key, value)));
        // A flag with a name of its own is more deliberate than --set, so it comes later and wins.
        flags.addAll(settingFlags.values());
        return new Given(options.home, options.config, flags);
    }

    /// The global options of this invocation as a command line would give them again.
    List<String> globalArguments() {
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
    void decide(String flag, String key, @Nullable String value) {
        if (value == null) {
            settingFlags.remove(key);
        } else {
            settingFlags.put(key, new Given.Flag(flag, key, value));
        }
    }
}
