package io.aiplat.launcher.serve;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.console.ApplianceStatus;
import io.aiplat.console.Console;
import io.aiplat.console.ManagementExtension;
import io.aiplat.console.ModelSearchResource;
import io.aiplat.console.StatusSource;
import io.aiplat.console.gpu.GpuResource;
import io.aiplat.gateway.GatewayDependencies;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.access.SingleKey;
import io.aiplat.gateway.resources.ResourceWatch;
import io.aiplat.governance.Governance;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.StoppedModels;
import io.aiplat.launcher.gitops.GitopsService;
import io.aiplat.launcher.gpu.GpuGauges;
import io.aiplat.launcher.gpu.GpuInventory;
import io.aiplat.launcher.operator.OperatorModels;
import io.aiplat.launcher.operator.OperatorService;
import io.aiplat.launcher.operator.OperatorStatus;
import io.aiplat.launcher.operator.OperatorTeams;
import io.aiplat.launcher.operator.WorkloadSampling;
import io.aiplat.launcher.render.LogStream;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.library.Library;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.provisioning.run.OpenEngine;
import io.aiplat.provisioning.run.ServeFingerprint;
import io.aiplat.quality.alert.AlertOptions;
import io.aiplat.quality.alert.AlertResource;
import io.aiplat.quality.alert.AlertService;
import io.aiplat.quality.intake.TraceExtension;
import io.aiplat.quality.view.GrafanaDashboard;
import io.aiplat.quality.view.View;
import io.aiplat.quality.view.ViewResource;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.source.RouteProblem;
import io.aiplat.store.HomeState;
import io.aiplat.telemetry.Telemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What serves: opened in this order, closed in the opposite one.
public final class Appliance implements AutoCloseable, ConfigReload.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
    private static final NewKey OWNER = new NewKey("owner", Role.ORDINARY, null, null, KeySettings.PLAIN);
    private static final NewKey ADMIN = new NewKey("admin", Role.ADMIN, null, null, KeySettings.PLAIN);

    /// Names of the keys whose tokens are in files of the home: they are made anew from these at every start.
    public static final Set<String> KEPT_KEYS = Set.of(OWNER.name(), ADMIN.name());

    private final ServeScope scope;
    private final Lifecycle services;
    private final Telemetry telemetry;
    private final GatewayServer server;
    private final DefaultModelPinner kept;
    private final RouteStatus news;
    private final PlanPrices prices;
    private final ProcessHealthCheck vitals;

    /// What was decided before.
    ///
    /// @param cluster not `auto`
    /// @param engine  not `auto`
    /// @param reason  why this cluster, as a sentence; empty when a person asked for it
    public record Decided(ClusterKind cluster, EngineKind engine, String reason) {}

    private Appliance(
            ServeScope scope,
            Lifecycle services,
            Telemetry telemetry,
            GatewayServer server,
            DefaultModelPinner kept,
            RouteStatus news,
            PlanPrices prices,
            ProcessHealthCheck vitals) {
        this.scope = scope;
        this.services = services;
        this.telemetry = telemetry;
        this.server = server;
        this.kept = kept;
        this.news = news;
        this.prices = prices;
        this.vitals = vitals;
    }

    /// Writes down that this process serves, opens the model engine and listens.
    ///
    /// @param plan   what is served first
    /// @param routes what custom resources add theirs to
    /// @throws ApplianceException if the port is taken or the home cannot be written
    public static Appliance open(ServeScope scope, Decided decided, GatewayConfig plan, ConfigReload routes) {
        String url = url(scope.settings().gateway());
        HomeState.Cluster made = scope.state().readOrCreate().cluster();
        String fingerprint = ServeFingerprint.of(scope.settings(), decided.cluster, decided.engine, made);
        // First of all: whoever finds the port taken shall know that it is by us.
        scope.appliance().write(url, Version.number(), fingerprint);
        return Lifecycle.open(services -> open(services, scope, decided, plan, routes));
    }

    private static Appliance open(
            Lifecycle services, ServeScope scope, Decided decided, GatewayConfig plan, ConfigReload routes) {
        OpenEngine engine =
                services.start(() -> scope.engines().open(decided.cluster, decided.engine), OpenEngine::close);
        Governance governance = services.start(scope::governance, Governance::close);
        Secret owner = seededOwner(scope, governance);
        LogStream.follow(ConfigSecrets.of(plan));
        RouteStatus news = new RouteStatus(plan);
        ResourceWatch resources = new ResourceWatch(scope.home().gateway());
        GpuInventory gpus = services.start(scope::gpus, GpuInventory::close);
        GpuWatch watch = new GpuWatch(scope, decided, engine.engine(), gpus::facts);
        OperatorStatus kinds = new OperatorStatus();
        StatusSource status = status(scope, decided, engine.engine(), news, resources, watch, kinds);
        Settings.Gateway listening = scope.settings().gateway();
        Observability seen = Observability.start(services, scope, plan, URI.create(url(listening) + "/"));
        Telemetry telemetry = seen.telemetry();
        resources.addTo(telemetry);
        GpuGauges.add(telemetry, gpus);
        StoppedModels stopped = new StoppedModels();
        Console console = services.start(() -> console(scope, owner, status, engine, stopped), Console::close);
        ScaledServers scaling = services.start(
                () -> new ScaledServers(scope.settings().waits().start(), System::nanoTime), ScaledServers::close);
        MachineCosts machines = scope.machines();
        GatewayDependencies backing = new GatewayDependencies(
                plan,
                governance,
                telemetry,
                owner,
                KEPT_KEYS,
                console.admission(),
                engine.engine(),
                scope::ollama,
                scaling,
                watch::computing,
                machines,
                scope.outbound()::builder);
        PlanPrices prices = new PlanPrices(plan);
        GatewayServer server = services.start(
                () -> GatewayServer.start(
                        listening,
                        Version.number(),
                        backing,
                        Clock.systemUTC(),
                        List.of(
                                console,
                                resources(scope, gpus, engine.engine(), seen.alerts()),
                                seen.requests(scope, governance.administration()),
                                seen.metrics().extension(),
                                new TraceExtension(seen.traces(), prices, Clock.systemUTC()))),
                GatewayServer::close);
        LOG.info(
                "{} serves {} with {}",
                Version.number(),
                url(listening),
                engine.engine().name());
        DefaultModelPinner kept = services.start(
                () -> DefaultModelPinner.start(
                        scope.settings().models(), decided.engine, engine.engine(), stopped, plan),
                DefaultModelPinner::close);
        ProcessHealthCheck vitals = new ProcessHealthCheck(server, resources);
        services.start(() -> watch.start(telemetry), GpuWatch::close);
        tend(services, scope, decided, engine.engine(), telemetry);
        meter(services, scope, decided, machines, telemetry);
        OperatorModels models = new OperatorModels(console.pulls(), engine.store(), engine.engine());
        OperatorTeams teams = new OperatorTeams(governance.administration());
        operate(services, scope, decided, models, teams, scaling, kinds, routes);
        scaling.follow(server::load);
        return new Appliance(scope, services, telemetry, server, kept, news, prices, vitals);
    }

    private static Console console(
            ServeScope scope, Secret owner, StatusSource status, OpenEngine engine, StoppedModels stopped) {
        return new Console(
                new SingleKey(owner),
                status,
                engine.engine(),
                engine.store(),
                scope.modelRegistry(),
                stopped,
                scope::memory,
                scope.home().tmp(),
                Clock.systemUTC());
    }

    /// Looks after what in the cluster needs somebody outside of it.
    private static void tend(
            Lifecycle services, ServeScope scope, Decided decided, ModelEngine engine, Telemetry telemetry) {
        services.start(() -> ImageSelfHealing.start(scope, decided, engine), ImageSelfHealing::close);
        services.start(() -> CertificateRenewal.start(scope, decided, telemetry), CertificateRenewal::close);
    }

    /// Sees what pods use, in whatever cluster it is.
    private static void meter(
            Lifecycle services, ServeScope scope, Decided decided, MachineCosts machines, Telemetry telemetry) {
        if (decided.cluster != ClusterKind.NONE) {
            ClusterProvider cluster = scope.cluster(decided.cluster);
            String only = decided.cluster == ClusterKind.EXISTING
                    ? scope.settings().cluster().namespace()
                    : "";
            services.start(
                    () -> WorkloadSampling.start(cluster::kube, only, machines.ledger(), telemetry, Clock.systemUTC()),
                    WorkloadSampling::close);
        }
    }

    /// The owner's key, which opens the gateway from now on, as the administrator's does; logs show neither.
    private static Secret seededOwner(ServeScope scope, Governance governance) {
        Secret owner = scope.ownerKey().readOrCreate();
        Secret admin = scope.adminKey().readOrCreate();
        LogStream.hide(List.of(owner, admin));
        LogStream.hide(scope.settings().of(AlertOptions.class).secrets());
        Optional.ofNullable(scope.settings().downloads().hubToken()).ifPresent(token -> LogStream.hide(List.of(token)));
        governance.administration().seedKey(OWNER, owner);
        governance.administration().seedKey(ADMIN, admin);
        return owner;
    }

    /// In a node of this home's own, custom resources are obeyed, unless a pod in it does so: two would undo each
    /// other's work. Sources are followed in any cluster.
    private static void operate(
            Lifecycle services,
            ServeScope scope,
            Decided decided,
            OperatorModels models,
            OperatorTeams teams,
            ScaledServers scaling,
            OperatorStatus kinds,
            ConfigReload routes) {
        boolean own = decided.cluster == ClusterKind.DOCKER || decided.cluster == ClusterKind.NATIVE;
        if (own && !scope.settings().bundles().contains("aiplat")) {
            services.start(
                    () -> OperatorService.start(scope, decided.cluster, models, teams, scaling, kinds, routes),
                    OperatorService::close);
        }
        if (decided.cluster != ClusterKind.NONE) {
            services.start(() -> GitopsService.start(scope, decided.cluster), GitopsService::close);
        }
    }

    private static ManagementExtension resources(
            ServeScope scope, GpuInventory gpus, ModelEngine engine, AlertService alerts) {
        return new ManagementExtension(List.of(
                new ModelSearchResource(scope.modelSearch()),
                new GpuResource(gpus, engine),
                new AlertResource(alerts),
                new ViewResource(Appliance::views)));
    }

    private static List<View> views() {
        return new Library()
                .dashboards().entrySet().stream()
                        .map(each -> GrafanaDashboard.read(each.getKey(), each.getValue()))
                        .toList();
    }

    private static StatusSource status(
            ServeScope scope,
            Decided decided,
            ModelEngine engine,
            RouteStatus news,
            ResourceWatch resources,
            GpuWatch gpus,
            OperatorStatus kinds) {
        Instant started = Instant.now();
        URI endpoint = URI.create(url(scope.settings().gateway()) + "/v1");
        String name = decided.cluster == ClusterKind.NONE
                ? ""
                : scope.settings().cluster().name();
        return () -> new ApplianceStatus(
                Version.number(),
                started,
                endpoint,
                decided.cluster,
                name,
                decided.reason,
                engine.name(),
                news.words(),
                resources.shortages(),
                gpus.sentences(),
                kinds.sentences(),
                engine.readiness());
    }

    /// Goes by another plan from the next request on.
    @Override
    public void follow(GatewayConfig plan) {
        LogStream.follow(ConfigSecrets.of(plan));
        server.follow(plan);
        telemetry.follow(scope.telemetrySettings(plan.tracing()));
        kept.follow(plan);
        news.follow(plan);
        prices.follow(plan);
        LOG.info("routes were read again: {}", news.words());
    }

    /// Notes what is wrong with the file; what was served is served on.
    @Override
    public void keep(List<Problem> wrong) {
        news.keep(wrong);
        wrong.forEach(problem -> LOG.warn("what was served before is served on: {}", problem.toText()));
    }

    /// Notes what is not served of other sources than the file.
    @Override
    public void reject(List<RouteProblem> parts) {
        news.reject(parts);
        parts.forEach(part -> LOG.warn("{}", part.problem().toText()));
    }

    /// Looks whether it can go on. For the thread that waits for its end.
    ///
    /// @throws ApplianceException if nobody can connect any more
    public void look() {
        vitals.look();
    }

    /// Base address of the endpoint.
    public String url() {
        return url(scope.settings().gateway());
    }

    /// Base address of the endpoint that these settings ask for: one that works on this machine, also where we
    /// listen on all of its addresses.
    public static String url(Settings.Gateway gateway) {
        String listen = gateway.listen();
        String host = listen.equals("0.0.0.0") || listen.equals("::") ? "127.0.0.1" : listen;
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + gateway.port();
    }

    /// Lets running answers end, then stops.
    @Override
    public void close() {
        try {
            services.close();
        } finally {
            scope.appliance().delete();
            LOG.info("stopped");
        }
    }
}
