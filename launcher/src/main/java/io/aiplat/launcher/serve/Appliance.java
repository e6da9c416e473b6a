package io.aiplat.launcher.serve;

import io.aiplat.console.ApplianceStatus;
import io.aiplat.console.Console;
import io.aiplat.console.StatusSource;
import io.aiplat.engine.run.Fingerprint;
import io.aiplat.engine.run.OpenEngine;
import io.aiplat.gateway.Admission;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.Keys;
import io.aiplat.gateway.SingleKey;
import io.aiplat.launcher.Version;
import io.aiplat.launcher.Wiring;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.models.ModelEngine;
import io.aiplat.store.State;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// What serves: opened in this order, closed in the opposite one.
public final class Appliance implements AutoCloseable {
    private final Wiring wiring;
    private final OpenEngine engine;
    private final Console console;
    private final GatewayServer server;
    private final String url;

    private Appliance(Wiring wiring, OpenEngine engine, Console console, GatewayServer server, String url) {
        this.wiring = wiring;
        this.engine = engine;
        this.console = console;
        this.server = server;
        this.url = url;
    }

    /// Opens the model engine, listens, and writes down that it does.
    ///
    /// @param cluster as decided, not `auto`
    /// @param model   engine as decided, not `auto`
    /// @param reason  why this cluster, as a sentence; empty when a person asked for it
    /// @throws ApplianceException if the port is taken or the home cannot be written
    public static Appliance open(Wiring wiring, ClusterKind cluster, EngineKind model, String reason) {
        OpenEngine engine = wiring.engines().open(cluster, model);
        try {
            Settings.Gateway gateway = wiring.settings().gateway();
            String url = url(gateway.listen(), gateway.port());
            Keys key = new SingleKey(wiring.ownerKey().readOrCreate());
            StatusSource status = status(wiring, cluster, engine.engine(), reason, URI.create(url + "/v1"));
            Console console = new Console(key, status, engine.engine(), Clock.systemUTC());
            GatewayServer server = GatewayServer.start(
                    gateway,
                    Version.number(),
                    Admission.byKey(key).or(console.admission()),
                    engine.engine(),
                    Clock.systemUTC(),
                    List.of(console));
            State.Cluster made = wiring.state().readOrCreate().cluster();
            int modelPort = made == null ? 0 : made.modelPort();
            wiring.appliance()
                    .write(url, Version.number(), Fingerprint.of(wiring.settings(), cluster, model, modelPort));
            return new Appliance(wiring, engine, console, server, url);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static StatusSource status(
            Wiring wiring, ClusterKind cluster, ModelEngine engine, String reason, URI endpoint) {
        Instant started = Instant.now();
        String name = cluster == ClusterKind.NONE ? "" : wiring.settings().cluster().name();
        return () -> new ApplianceStatus(
                Version.number(), started, endpoint, cluster, name, reason, engine.name(), engine.readiness());
    }

    /// Base address of the endpoint.
    public String url() {
        return url;
    }

    /// An address that works on this machine, also where we listen on all of them.
    private static String url(String listen, int port) {
        String host = listen.equals("0.0.0.0") || listen.equals("::") ? "127.0.0.1" : listen;
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// Lets running answers end, then stops.
    @Override
    public void close() {
        try (engine;
                console) {
            server.close();
        } finally {
            wiring.appliance().delete();
        }
    }
}
