package io.aiplat.launcher.command.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.GatewayDryRun;
import io.aiplat.governance.shared.StoreTransfer;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.invocation.RouteVariables;
import io.aiplat.launcher.command.invocation.ShutdownWait;
import io.aiplat.launcher.command.keys.ManagementClient;
import io.aiplat.launcher.command.keys.ManagementText;
import io.aiplat.launcher.pods.GatewayPod;
import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.ServeProblems;
import io.aiplat.launcher.serve.StandaloneGateway;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.source.RouteProblem;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat gateway`: its routes, and the gateway by itself.
@Command(name = "gateway", description = "Show and check the routes of models; run the gateway alone.")
public final class GatewayCommand {
    private final Invocation invocation;

    public GatewayCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "run",
            description = {
                "Serve the models that a gateway.yaml names, until stopped.",
                "--config names the file; without it that is gateway.yaml in this folder. It is read again when it",
                "changes.",
                "Exit status: 0 stopped by SIGTERM, 130 by Ctrl-C, 3 something in the file is wrong."
            })
    int run(
            @Option(names = "--port", paramLabel = "PORT", description = "instead of the file's port") @Nullable
                    Integer port,
            @Option(names = "--listen", paramLabel = "ADDRESS", description = "instead of the file's address") @Nullable
                    String listen,
            @Option(
                            names = "--routes",
                            paramLabel = "SECRET",
                            description = "in a pod: besides the file, what aiplat operator run publishes in this"
                                    + " Secret, with its keys")
                    @Nullable
                    String routes,
            @Option(
                            names = "--loads",
                            paramLabel = "PORT",
                            defaultValue = "4001",
                            description = "in a pod: where the operator asks how much models are asked (default: 4001)")
                    int loads,
            @Option(
                            names = "--grace",
                            paramLabel = "SECONDS",
                            defaultValue = "10",
                            description = "how long running answers may take when it is told to stop (default: 10)")
                    int grace) {
        Path config = invocation.config();
        Path path = invocation.surroundings().folder().resolve(config == null ? Path.of("gateway.yaml") : config);
        Settings settings = invocation.settingsBeside();
        try (ServeScope scope = new ServeScope(invocation.surroundings(), settings)) {
            ConfigReload file = scope.routes(path);
            ShutdownWait.allow(Duration.ofSeconds(grace));
            return run(scope, file, path, routes, new Asked(listen, port, Duration.ofSeconds(grace), loads));
        }
    }

    /// What the command line asks for, in place of the file.
    private record Asked(@Nullable String listen, @Nullable Integer port, Duration grace, int loads) {}

    private int run(ServeScope scope, ConfigReload file, Path path, @Nullable String routes, Asked asked) {
        Settings settings = scope.settings();
        Duration patience = settings.waits().start();
        try (GatewayPod pod = routes == null ? GatewayPod.NONE : GatewayPod.join(routes, file, patience)) {
            GatewayConfig plan = CommandProblemsException.unlessRight(file.read());
            Settings.Gateway listening = new Settings.Gateway(
                    asked.listen == null ? plan.listener().listen() : asked.listen,
                    asked.port == null ? plan.listener().port() : asked.port,
                    settings.gateway().hosts(),
                    settings.gateway().origins());
            List<Problem> unusable = SettingsLoader.unusable(listening);
            if (!unusable.isEmpty()) {
                throw new CommandProblemsException(unusable);
            }
            try (StandaloneGateway gateway = StandaloneGateway.open(
                    scope,
                    plan,
                    listening,
                    invocation.surroundings().out(),
                    new StandaloneGateway.Surroundings(pod.keys(), asked.grace, pod.starts()))) {
                pod.tell(asked.loads, gateway::load);
                Follower follower = new Follower(invocation.output(), gateway, path);
                return ShutdownWait.untilStopped(
                                () -> invocation
                                        .output()
                                        .note("Serving " + Appliance.url(listening) + "/v1. Ctrl-C ends it."),
                                () -> {
                                    file.look(follower);
                                    gateway.look();
                                })
                        .status();
            }
        }
    }

    @Command(
            name = "share",
            description = {
                "Take keys, limits and spend from the folder that a gateway.yaml names into its database, which is empty.",
                "No gateway may run on the folder; it is left as it is, and is not to be used any more.",
                "--config names the file; without it that is gateway.yaml in this folder.",
                "Exit status: 0 taken, 2 nothing to take or a database that is not empty, 3 no database or one that",
                "refuses, 4 it does not answer, or a gateway runs on the folder."
            })
    void share() {
        ConfigReload file = invokedOn();
        Listener listener = CommandProblemsException.unlessRight(file.read()).listener();
        Listener.Database database = listener.database();
        if (database == null) {
            throw new ApplianceException(ServeProblems.noDatabase(file.path()));
        }
        StoreTransfer.Taken taken =
                StoreTransfer.run(listener.store(), GatewayDryRun.address(database), InstantSource.system());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("folder", listener.store());
        answer.put("keys", taken.keys());
        answer.put("users_and_teams", taken.owners());
        answer.put("sums_of_days", taken.days());
        invocation
                .output()
                .value(
                        answer,
                        "Taken from " + listener.store() + " into the database: "
                                + ChoiceWords.count(taken.keys(), "key") + ", " + taken.owners()
                                + " users and teams, and what they have spent (" + taken.days()
                                + " sums of a day). Start the gateways that share them: aiplat gateway run\n");
    }

    private ConfigReload invokedOn() {
        Path config = invocation.config();
        Path path = invocation.surroundings().folder().resolve(config == null ? Path.of("gateway.yaml") : config);
        return ConfigReload.ofRun(path, invocation.surroundings().environment());
    }

    /// Tells whoever looks on.
    private record Follower(Output output, StandaloneGateway gateway, Path file) implements ConfigReload.Follower {
        @Override
        public void follow(GatewayConfig plan) {
            gateway.follow(plan);
            output.note("Read " + file + " again.");
        }

        @Override
        public void keep(List<Problem> wrong) {
            wrong.forEach(output::warning);
        }

        @Override
        public void reject(List<RouteProblem> parts) {
            parts.forEach(part -> output.warning(part.problem()));
        }
    }

    @Command(
            name = "routes",
            description = {
                "Show where requests may go, and whether each of these places answers.",
                "Exit status: 0 shown, 7 not running."
            })
    void routes() {
        Appliances.running(invocation.home());
        try (ManagementClient door = ManagementClient.open(invocation.home())) {
            JsonNode places = door.ask("GET", "/deployments", null).path("data");
            Map<String, Boolean> free = new LinkedHashMap<>();
            places.forEach(place ->
                    free.put(place.path("route").asText(), place.path("free").asBoolean()));
            invocation
                    .output()
                    .value(ManagementText.value(places), ManagementText.places(places) + FreeModels.note(free));
        }
    }

    @Command(
            name = "check",
            description = {
                "Read a gateway.yaml and say all that is wrong with it.",
                "A file named here or by --config is one for `gateway run`; without one it is the appliance's, which is",
                "in its home.",
                "Exit status: 0 nothing, 3 something."
            })
    void check(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "the file (default: the appliance's)")
                    @Nullable
                    Path file) {
        Map<String, String> environment = invocation.surroundings().environment();
        // As `gateway run` has it: --config names the file of the gateway.
        Path named = file == null ? invocation.config() : file;
        ConfigReload routes = named == null
                ? ConfigReload.ofNextUp(new Home(invocation.home()), environment)
                : ConfigReload.ofRun(invocation.surroundings().folder().resolve(named), environment);
        GatewayConfig plan = CommandProblemsException.unlessRight(routes.read());
        Map<String, Object> answer = new LinkedHashMap<>();
        List<String> lacking = named == null ? lacking(environment) : List.of();
        answer.put("file", routes.path());
        answer.put("not_kept", lacking);
        answer.put("there", routes.exists());
        answer.put("models", plan.routes().stream().map(Route::name).toList());
        answer.put("aliases", new TreeMap<>(plan.aliases()));
        answer.put("origins", origins(plan));
        answer.put("upstreams", plan.upstreams().keySet().stream().sorted().toList());
        answer.put(
                "free",
                plan.routes().stream().filter(Route::isFree).map(Route::name).toList());
        invocation
                .output()
                .value(answer, routes.exists() ? right(routes.path(), plan) + told(lacking) : without(routes.path()));
    }

    /// Where each model and alias comes from.
    private static Map<String, Map<String, String>> origins(GatewayConfig plan) {
        Map<String, Map<String, String>> origins = new TreeMap<>();
        plan.origins()
                .forEach((name, origin) ->
                        origins.put(name, Map.of("kind", origin.kind().word(), "name", origin.name())));
        return origins;
    }

    /// The variables that the file takes from the environment here, and that are not kept for the process that
    /// serves, or with another value.
    private List<String> lacking(Map<String, String> environment) {
        Home home = new Home(invocation.home());
        Map<String, String> kept = new DecisionsFile(home).read().variables();
        return new RouteVariables(home)
                .names().stream()
                        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                        .filter(name -> !environment.getOrDefault(name, "").equals(kept.get(name)))
                        .toList();
    }

    private static String told(List<String> lacking) {
        return lacking.isEmpty()
                ? ""
                : "The appliance does not have what is set here of: " + String.join(", ", lacking)
                        + ". Hand it on: aiplat up\n";
    }

    private static String right(Path file, GatewayConfig plan) {
        Map<String, Boolean> free = new LinkedHashMap<>();
        plan.routes().forEach(route -> free.put(route.name(), route.isFree()));
        return file + " is right: " + ChoiceWords.count(plan.routes().size(), "model") + ", "
                + ChoiceWords.count(plan.upstreams().size(), "upstream") + ".\n"
                + ManagementText.aliases(new TreeMap<>(plan.aliases())) + FreeModels.note(free);
    }

    private static String without(Path file) {
        return "There is no " + file + ": every model of the engine is served by its own name.\n";
    }
}
