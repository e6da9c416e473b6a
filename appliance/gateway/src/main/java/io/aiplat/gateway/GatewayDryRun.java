package io.aiplat.gateway;

import io.aiplat.gateway.access.KeySeeds;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.gateway.pipeline.GatewaySnapshot;
import io.aiplat.gateway.provider.ServingOptionsSource;
import io.aiplat.gateway.upstream.UpstreamClient;
import io.aiplat.gateway.upstream.UpstreamClient.KeyHeader;
import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.file.ConfigDryRun;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.wire.upstream.Upstreams;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/// A dry run of a gateway: makes keys, upstream clients, guards and the router of a plan with the
/// constructors that serve, opens no connection, and lets go of all. What it lets pass can be served and followed.
public final class GatewayDryRun implements ConfigDryRun {
    /// What the file systems of all systems take, in bytes.
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 4096;

    @Override
    public void key(KeySeed seed) {
        KeySeeds.seeded(seed);
    }

    @Override
    public void model(Route route) {
        route.deployments().forEach(ServingOptionsSource::of);
    }

    @Override
    public void upstream(Upstream upstream) {
        KeyHeader header = switch (upstream.provider()) {
            case OPENAI -> KeyHeader.BEARER;
            case ANTHROPIC -> KeyHeader.X_API_KEY;
            // These have addresses, if any, and neither keys nor headers of ours.
            case OLLAMA, EMBEDDED -> null;
        };
        if (header != null) {
            try (Upstreams upstreams = new Upstreams(System::nanoTime, HttpClient::newBuilder);
                    UpstreamClient _ = new UpstreamClient(upstream, header, upstreams, Clock.systemUTC())) {
                return;
            }
        }
    }

    @Override
    public void whole(GatewayConfig plan) {
        store(plan.listener().store());
        database(plan);
        try (Upstreams upstreams = new Upstreams(System::nanoTime, HttpClient::newBuilder)) {
            GatewaySnapshot.first(
                    plan,
                    () -> ThreadLocalRandom.current().nextLong(),
                    new Guards.Maker(upstreams, (_, _) -> {}),
                    ColdStarts.NONE);
        }
    }

    private static void database(GatewayConfig plan) {
        if (plan.listener().database() != null) {
            address(plan.listener().database());
            if (plan.responses().on()) {
                throw new IllegalArgumentException("With `database`, `responses` cannot be stored: each gateway would"
                        + " know its own only, and a client is answered by any of them.");
            }
        }
    }

    /// The address of a database that gateways share.
    ///
    /// @throws IllegalArgumentException saying what is possible, if it is none
    public static DatabaseAddress address(Listener.Database database) {
        return DatabaseAddress.of(database.url().value(), database.user(), database.password());
    }

    /// Whether a folder can be there at all. Whether this user may write to it is not asked: who checks a file need
    /// not be who serves it.
    private static void store(Path store) {
        Path at = store.toAbsolutePath();
        boolean tooLong = at.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH;
        for (Path name : at) {
            tooLong |= name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
        }
        if (tooLong) {
            throw new IllegalArgumentException("The path of its store is longer than file systems take.");
        }
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        if (at != null && !Files.isDirectory(at)) {
            throw new IllegalArgumentException("Its store cannot be a folder: " + at + " is none.");
        }
    }
}
