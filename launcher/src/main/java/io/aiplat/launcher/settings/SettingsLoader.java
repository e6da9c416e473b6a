package io.aiplat.launcher.settings;

import io.aiplat.config.ConfigSource;
import io.aiplat.config.YamlNode;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.gateway.access.GatewaySettings;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resolves settings. Rank, a later one wins: defaults, variables of other programs, `aiplat.yaml`, what
/// was decided for the home, `AIPLAT_*`, flags.
///
/// The file is that of `--config`, else that of `AIPLAT_CONFIG`, else the one decided for the home, else
/// `aiplat.yaml` in the home if it is there.
/// One in the working directory is not read by itself: the same command must mean the same from any folder.
public final class SettingsLoader {
    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Path folder;
    private final Path user;

    /// A loader for one process.
    ///
    /// @param environment variables
    /// @param properties  of the JVM: `os.name`, `user.home`
    /// @param folder      the working directory
    public SettingsLoader(Map<String, String> environment, Map<String, String> properties, Path folder) {
        this.environment = environment;
        this.properties = properties;
        this.folder = folder;
        this.user = Path.of(properties.getOrDefault("user.home", "."));
    }

    /// Resolves, with everything that is wrong at once.
    public SettingsResult load(CommandLineSettings given) {
        Path home = home(given);
        try {
            return load(given, new DecisionsFile(new Home(home)).read());
        } catch (ApplianceException e) {
            return new SettingsResult.Rejected(List.of(e.problem()));
        }
    }

    /// Resolves with these decisions in place of those of the home.
    public SettingsResult load(CommandLineSettings given, Decisions decided) {
        Path home = home(given);
        return resolve(given, home, file(given, home, decided), decided);
    }

    /// Resolves as if there were neither a file nor decisions: for going back, which a file that is wrong must not
    /// prevent.
    public SettingsResult withoutFile(CommandLineSettings given) {
        return resolve(given, home(given), null, Decisions.NONE);
    }

    /// What a settings file states.
    ///
    /// @param value as it was written
    /// @param place file, line and column
    public record InFile(String value, String place) {}

    /// What the settings file states, by key, for comparing it with what was decided; empty where there is none
    /// that can be read.
    public Map<String, InFile> inFile(@Nullable Path file) {
        Map<String, InFile> values = new HashMap<>();
        if (file != null) {
            SettingsFile.read(file, user, environment, new ArrayList<>())
                    .forEach(stated -> values.put(stated.key(), new InFile(stated.text(), stated.place())));
        }
        return values;
    }

    /// The keys that say where the endpoint is and who may reach it, which the environment states, with the
    /// variable.
    public Map<String, String> endpointInEnvironment() {
        Map<String, String> stated = new HashMap<>();
        GatewaySettings.SECTION.settings().stream()
                .filter(setting -> environment.containsKey(setting.variable()))
                .forEach(setting -> stated.put(setting.key(), setting.variable()));
        return stated;
    }

    /// Whether the environment states a setting, which then wins over what was decided.
    public boolean isInEnvironment(String key) {
        return SettingTable.find(key)
                .filter(setting -> environment.containsKey(setting.variable()))
                .isPresent();
    }

    private Path home(CommandLineSettings given) {
        return HomeFolder.locate(given.home(), environment, properties, folder);
    }

    private SettingsResult resolve(CommandLineSettings given, Path home, @Nullable Path file, Decisions decided) {
        List<Problem> problems = new ArrayList<>();
        EnvironmentValues variables = new EnvironmentValues(environment, folder, user);
        List<RawSetting> stated = new ArrayList<>(variables.shared(problems));
        if (file != null) {
            stated.addAll(SettingsFile.read(file, user, environment, problems));
        }
        stated.addAll(decided(decided, problems));
        stated.addAll(variables.settings(problems));
        stated.addAll(flags(given, problems));
        SettingValues values = new SettingValues(
                stated, ConfigSource.plain("default", folder, user), SettingsProblems.WORDING, problems);
        Settings settings = SettingTable.settings(home, values, sources(values));
        if (problems.isEmpty()) {
            // Fallbacks stand in for values that cannot be read, and would make conflicts nobody stated.
            refuseConflicts(settings, problems);
        }
        return problems.isEmpty()
                ? new SettingsResult.Loaded(settings, file, report(values))
                : new SettingsResult.Rejected(problems);
    }

    private @Nullable Path file(CommandLineSettings given, Path home, Decisions decided) {
        String variable = environment.getOrDefault(EnvironmentValues.CONFIG, "");
        if (given.config() != null) {
            return folder.resolve(given.config()).normalize();
        }
        if (!variable.isBlank()) {
            return folder.resolve(variable).normalize();
        }
        if (decided.config() != null) {
            return Path.of(decided.config());
        }
        Path usual = home.resolve("aiplat.yaml");
        return Files.exists(usual) ? usual : null;
    }

    private List<RawSetting> decided(Decisions decided, List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        decided.settings().forEach((key, decision) -> {
            ConfigSource source = ConfigSource.plain(DecidedSource.of(decision), folder, user);
            if (SettingTable.isKnown(key)) {
                SettingTable.take(key, decision.value(), source, stated, problems::add);
            } else {
                problems.add(SettingTable.unknown(key, source.label()));
            }
        });
        return stated;
    }

    private List<RawSetting> flags(CommandLineSettings given, List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        for (CommandLineSettings.Flag flag : given.flags()) {
            ConfigSource source = ConfigSource.plain(flag.name(), folder, user);
            if (SettingTable.isKnown(flag.key())) {
                SettingTable.take(flag.key(), flag.value(), source, stated, problems::add);
            } else {
                problems.add(SettingTable.unknown(flag.key(), flag.name()));
            }
        }
        return stated;
    }

    /// Where each stated value came from, by key.
    private static Map<String, String> sources(SettingValues values) {
        Map<String, String> sources = new LinkedHashMap<>();
        values.stated().forEach(stated -> sources.put(stated.key(), stated.place()));
        return sources;
    }

    /// Every setting for a person to read, in the order of the table.
    private static List<SettingsResult.Value> report(SettingValues values) {
        List<SettingsResult.Value> report = new ArrayList<>();
        for (Setting<?> setting : SettingTable.ALL) {
            report.add(values.stated(setting.key())
                    .map(SettingsLoader::shown)
                    .orElseGet(() -> new SettingsResult.Value(
                            setting.key(), Objects.requireNonNullElse(setting.fallback(), ""), "default")));
        }
        values.stated().stream()
                .filter(stated -> SettingTable.isWildcard(stated.key()))
                .map(SettingsLoader::shown)
                .forEach(report::add);
        return report;
    }

    private static SettingsResult.Value shown(RawSetting stated) {
        // A proxy's address may carry a password.
        String value =
                SettingTable.isSecret(stated.key()) ? "***" : stated.text().replaceAll("//[^/@]*@", "//***@");
        return new SettingsResult.Value(stated.key(), value, stated.place());
    }

    /// What is wrong with a listener that a file and flags of its own have decided.
    ///
    /// @return everything; empty if nothing is
    public static List<Problem> unusable(Settings.Gateway gateway) {
        List<Problem> problems = new ArrayList<>();
        tried(GatewaySettings.LISTEN, "--listen", gateway.listen(), problems);
        tried(GatewaySettings.PORT, "--port", String.valueOf(gateway.port()), problems);
        if (problems.isEmpty()) {
            nameless(gateway).ifPresent(problems::add);
        }
        return problems;
    }

    private static void tried(Setting<?> setting, String flag, String value, List<Problem> problems) {
        Path nowhere = Path.of("");
        ConfigSource source = ConfigSource.plain(flag, nowhere, nowhere);
        RawSetting stated = new RawSetting(setting.key(), YamlNode.Scalar.of(value), source);
        new SettingValues(List.of(stated), source, SettingsProblems.WORDING, problems).optional(setting);
    }

    /// What is wrong with a gateway that others can reach, but under no name: they would all be refused.
    private static Optional<Problem> nameless(Settings.Gateway gateway) {
        if (isLoopback(gateway.listen()) || !gateway.hosts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SettingsProblems.conflict(
                "gateway.listen is " + gateway.listen() + " and gateway.hosts is empty",
                "Others could reach the endpoint, but requests for a name that is not known are refused:"
                        + " that is what keeps a web page from using it in somebody's name.",
                "Say under which names it is reached: --set gateway.hosts=ai.example,192.0.2.7"));
    }

    private static void refuseConflicts(Settings settings, List<Problem> problems) {
        Settings.Gateway gateway = settings.gateway();
        Settings.Cluster cluster = settings.cluster();
        nameless(gateway).ifPresent(problems::add);
        if (cluster.kind() == ClusterKind.AUTO && (cluster.kubeconfig() != null || cluster.context() != null)) {
            problems.add(SettingsProblems.conflict(
                    "A kubeconfig is set and cluster.kind is auto",
                    "auto makes a cluster of its own or none; it never uses one that is already there.",
                    "Say that you mean the cluster that is there: --cluster existing"));
        }
        List<Integer> ports = Stream.of(gateway.port(), cluster.apiPort(), cluster.modelPort())
                .filter(port -> port != 0)
                .toList();
        if (ports.size() != Set.copyOf(ports).size()) {
            problems.add(SettingsProblems.conflict(
                    "Two of gateway.port, cluster.api-port and cluster.model-port are the same",
                    "Each of them is opened on this machine.",
                    "Choose another, or 0 for a free one: --api-port 0"));
        }
    }

    /// Whether only this machine can reach what listens there.
    public static boolean isLoopback(String address) {
        try {
            return address.equals("localhost") || InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            // A name; whoever listens on it says whether it is this machine's.
            return false;
        }
    }
}
