package io.aiplat.launcher.serve;

import io.aiplat.gateway.GatewayDependencies;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.access.KeySeeds;
import io.aiplat.gateway.resources.ResourceWatch;
import io.aiplat.governance.Governance;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.inference.ModelEngine;
import io.aiplat.launcher.render.LogStream;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.telemetry.Telemetry;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Standalone gateway: no cluster, no page, and no models but those of its upstreams.
public final class StandaloneGateway implements AutoCloseable {
    private final ServeScope scope;
    private final Lifecycle services;
    private final GatewayServer server;
    private final Governance governance;
    private final Telemetry telemetry;
    private final boolean hasEngine;
    private final ProcessHealthCheck vitals;
    private final List<KeySeed> keys;

    /// What whoever runs it decides besides its file.
    ///
    /// @param keys   that it has besides those of the file
    /// @param grace  how long running answers may take when it stops
    /// @param starts of servers of which there are none
    public record Surroundings(List<KeySeed> keys, Duration grace, ColdStarts starts) {
        /// As a person runs it.
        public static final Surroundings USUAL = new Surroundings(List.of(), Duration.ofSeconds(10), ColdStarts.NONE);

        public Surroundings {
            keys = List.copyOf(keys);
        }
    }

    private StandaloneGateway(
            ServeScope scope,
            Lifecycle services,
            GatewayServer server,
            Governance governance,
            Telemetry telemetry,
            boolean hasEngine,
            ProcessHealthCheck vitals,
            List<KeySeed> keys) {
        this.scope = scope;
        this.services = services;
        this.server = server;
        this.governance = governance;
        this.telemetry = telemetry;
        this.hasEngine = hasEngine;
        this.vitals = vitals;
        this.keys = keys;
    }

    /// Opens the store, makes the keys that the plan names, and listens.
    ///
    /// @param listening address and port, which the command line may have decided
    /// @param out       gets the request log
    /// @throws ApplianceException if the store or the port cannot be had
    public static StandaloneGateway open(
            ServeScope scope, GatewayConfig plan, Settings.Gateway listening, OutputStream out) {
        return open(scope, plan, listening, out, Surroundings.USUAL);
    }

    /// The same in other surroundings.
    ///
    /// @throws ApplianceException if the store or the port cannot be had
    public static StandaloneGateway open(
            ServeScope scope,
            GatewayConfig plan,
            Settings.Gateway listening,
            OutputStream out,
            Surroundings surroundings) {
        LibraryLogs.join();
        LogStream.follow(ConfigSecrets.of(plan));
        LogStream.hide(surroundings.keys.stream().map(KeySeed::key).toList());
        return Lifecycle.open(services -> open(services, scope, plan, listening, out, surroundings));
    }

    private static StandaloneGateway open(
            Lifecycle services,
            ServeScope scope,
            GatewayConfig plan,
            Settings.Gateway listening,
            OutputStream out,
            Surroundings surroundings) {
        // The one that upstreams of the kind `embedded` mean.
        ModelEngine engine = plan.usesLocalEngine() ? services.start(() -> engine(scope), ModelEngine::close) : null;
        Governance governance = services.start(() -> scope.governance(plan.listener()), Governance::close);
        RequestLog requests = services.start(() -> RequestLog.onto(out), RequestLog::close);
        Telemetry telemetry = services.start(() -> scope.telemetry(plan.tracing(), requests), Telemetry::close);
        KeySeeds.sow(all(plan, surroundings.keys), governance.administration());
        GatewayDependencies backing = new GatewayDependencies(
                plan,
                governance,
                telemetry,
                null,
                Set.of(),
                _ -> false,
                engine,
                scope::ollama,
                surroundings.starts,
                () -> 0,
                MachineCosts.of(plan.listener().store(), scope.settings().of(MachinePrices.class)),
                scope.outbound()::builder);
        GatewayServer server = services.start(
                () -> GatewayServer.start(
                        listening, Version.number(), backing, Clock.systemUTC(), List.of(), surroundings.grace),
                GatewayServer::close);
        ResourceWatch resources = new ResourceWatch(plan.listener().store());
        resources.addTo(telemetry);
        ProcessHealthCheck vitals = new ProcessHealthCheck(server, resources);
        return new StandaloneGateway(
                scope, services, server, governance, telemetry, engine != null, vitals, surroundings.keys);
    }

    private static List<KeySeed> all(GatewayConfig plan, List<KeySeed> more) {
        return Stream.concat(plan.keys().stream(), more.stream()).toList();
    }

    private static ModelEngine engine(ServeScope scope) {
        scope.home().open();
        return scope.embedded();
    }

    /// Goes by another plan. Its listener and store are those it was opened with.
    ///
    /// @throws ApplianceException if the plan has models of an engine that was not opened, or the store fails
    public void follow(GatewayConfig plan) {
        if (plan.usesLocalEngine() && !hasEngine) {
            throw new ApplianceException(ServeProblems.engineNotOpen());
        }
        LogStream.follow(ConfigSecrets.of(plan));
        KeySeeds.sow(all(plan, keys), governance.administration());
        server.follow(plan);
        telemetry.follow(scope.telemetrySettings(plan.tracing()));
    }

    /// Load of a route.
    ///
    /// @param origin whose route it is
    public RouteLoad load(Origin origin, String route) {
        return server.load(origin, route);
    }

    /// Looks whether it can go on. For the thread that waits for its end.
    ///
    /// @throws ApplianceException if nobody can connect any more
    public void look() {
        vitals.look();
    }

    /// Lets running answers end, then stops.
    @Override
    public void close() {
        services.close();
    }
}
