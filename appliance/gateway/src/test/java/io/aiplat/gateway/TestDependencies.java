package io.aiplat.gateway;

import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.governance.Governance;
import io.aiplat.governance.GovernanceListener;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.Secret;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// What a gateway under test serves with: real governance, in a folder that goes with it.
public final class TestDependencies implements AutoCloseable {
    /// The engine handed in, as an upstream.
    public static final Upstream LOCAL = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());

    private final Governance governance;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Telemetry telemetry =
            new Telemetry(TelemetrySettings.quiet("1.2.3"), log::add, log::add, Clock.systemUTC(), System::nanoTime);
    private final Secret owner;
    private final Path folder;

    /// With one key.
    ///
    /// @param owner its token
    public TestDependencies(String owner) {
        this.owner = new Secret(owner);
        try {
            folder = Files.createTempDirectory("gateway-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        governance = Governance.open(
                folder, Clock.systemUTC(), new SecureRandom(), GovernanceListener.NONE, GovernanceIntervals.NORMAL);
        seed("owner", owner, KeySettings.PLAIN);
    }

    /// A further key.
    public void seed(String name, String token, KeySettings settings) {
        seed(name, Role.ORDINARY, token, settings);
    }

    /// A further key that may open more.
    public void seed(String name, Role role, String token, KeySettings settings) {
        governance.administration().seedKey(new NewKey(name, role, null, null, settings), new Secret(token));
    }

    /// The lines of the request log.
    public List<String> log() {
        return log;
    }

    /// What is seen of requests.
    public Telemetry telemetry() {
        return telemetry;
    }

    /// The keys and what they spend.
    public Governance governance() {
        return governance;
    }

    /// Where its store is.
    public Path folder() {
        return folder;
    }

    /// Every model of an engine, by its own name.
    public GatewayDependencies of(ModelEngine engine, RequestAuthorizer pages) {
        return of(LocalModels.only(LOCAL, folder), engine, pages);
    }

    /// Models as a plan says.
    public GatewayDependencies of(GatewayConfig plan, ModelEngine engine, RequestAuthorizer pages) {
        return of(plan, engine, pages, ColdStarts.NONE);
    }

    /// Models as a plan says, some of which have to be started.
    public GatewayDependencies of(GatewayConfig plan, ModelEngine engine, RequestAuthorizer pages, ColdStarts starts) {
        return new GatewayDependencies(
                plan,
                governance,
                telemetry,
                owner,
                Set.of("owner"),
                pages,
                engine,
                _ -> engine,
                starts,
                () -> 0,
                MachineCosts.of(folder, MachinePrices.NONE),
                HttpClient::newBuilder);
    }

    @Override
    public void close() {
        telemetry.close();
        governance.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
