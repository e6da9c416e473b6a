package io.aiplat.launcher.serve;

import io.aiplat.gateway.Backing;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.KeySeeds;
import io.aiplat.governance.Governance;
import io.aiplat.launcher.Version;
import io.aiplat.launcher.Wiring;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.telemetry.Telemetry;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// A gateway by itself: no cluster, no page, and no models but those of its upstreams.
public final class LoneGateway implements AutoCloseable {
    private final GatewayServer server;
    private final Governance governance;
    private final Telemetry telemetry;

    private LoneGateway(GatewayServer server, Governance governance, Telemetry telemetry) {
        this.server = server;
        this.governance = governance;
        this.telemetry = telemetry;
    }

    /// Opens the store, makes the keys that the plan names, and listens.
    ///
    /// @param listening address and port, which the command line may have decided
    /// @throws ApplianceException if the store or the port cannot be had
    public static LoneGateway open(Wiring wiring, GatewayPlan plan, Settings.Gateway listening) {
        Governance governance = wiring.governance(plan.listener().store());
        Telemetry telemetry = wiring.telemetry(plan.tracing());
        try {
            KeySeeds.sow(plan.keys(), governance.administration());
            Backing backing =
                    new Backing(plan, governance, telemetry, null, Set.of(), _ -> false, null, wiring::ollama);
            GatewayServer server =
                    GatewayServer.start(listening, Version.number(), backing, Clock.systemUTC(), List.of());
            return new LoneGateway(server, governance, telemetry);
        } catch (RuntimeException e) {
            telemetry.close();
            governance.close();
            throw e;
        }
    }

    /// Goes by another plan. Its listener and store are those it was opened with.
    public void follow(GatewayPlan plan) {
        KeySeeds.sow(plan.keys(), governance.administration());
        server.follow(plan);
    }

    /// Lets running answers end, then stops.
    @Override
    public void close() {
        try (governance;
                telemetry) {
            server.close();
        }
    }
}
