package io.aiplat.launcher.serve;

import io.aiplat.engine.run.Fingerprint;
import io.aiplat.engine.run.OpenEngine;
import io.aiplat.gateway.Admission;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.SingleKey;
import io.aiplat.launcher.Version;
import io.aiplat.launcher.Wiring;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.store.State;
import java.time.Clock;
import java.util.List;

/// What serves: opened in this order, closed in the opposite one.
public final class Appliance implements AutoCloseable {
    private final Wiring wiring;
    private final OpenEngine engine;
    private final GatewayServer server;
    private final String url;

    private Appliance(Wiring wiring, OpenEngine engine, GatewayServer server, String url) {
        this.wiring = wiring;
        this.engine = engine;
        this.server = server;
        this.url = url;
    }

    /// Opens the model engine, listens, and writes down that it does.
    ///
    /// @param cluster as decided, not `auto`
    /// @param model   engine as decided, not `auto`
    /// @throws ApplianceException if the port is taken or the home cannot be written
    public static Appliance open(Wiring wiring, ClusterKind cluster, EngineKind model) {
        Settings settings = wiring.settings();
        State state = wiring.state().readOrCreate();
        SingleKey key = new SingleKey(wiring.ownerKey().readOrCreate());
        OpenEngine engine = wiring.engines().open(cluster, model);
        try {
            GatewayServer server = GatewayServer.start(
                    settings.gateway(),
                    Version.number(),
                    Admission.byKey(key),
                    engine.engine(),
                    Clock.systemUTC(),
                    List.of());
            int modelPort = state.cluster() == null ? 0 : state.cluster().modelPort();
            String url = url(settings.gateway().listen(), server.port());
            wiring.appliance().write(url, Version.number(), Fingerprint.of(settings, cluster, model, modelPort));
            return new Appliance(wiring, engine, server, url);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
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
        try (engine) {
            server.close();
        } finally {
            wiring.appliance().delete();
        }
    }
}
