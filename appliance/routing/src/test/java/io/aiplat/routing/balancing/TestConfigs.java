package io.aiplat.routing.balancing;

import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Plans as short as tests want them.
final class TestConfigs {
    private TestConfigs() {}

    static Deployment at(String upstream) {
        return Deployment.of(upstream, "m");
    }

    static Route route(Strategy strategy, Deployment... deployments) {
        return Route.of("fast", List.of(deployments), strategy);
    }

    static Route named(String name, Route route, Fallbacks fallbacks) {
        return new Route(
                name,
                route.deployments(),
                route.strategy(),
                route.limits(),
                route.retries(),
                new Cooldown(2, Duration.ofMinutes(1), Duration.ofSeconds(5)),
                fallbacks,
                null,
                false,
                null,
                null,
                List.of());
    }

    static GatewayConfig plan(Route... routes) {
        return plan(Map.of(), routes);
    }

    static GatewayConfig plan(Map<String, String> aliases, Route... routes) {
        Map<String, Upstream> upstreams = Arrays.stream(routes)
                .flatMap(r -> r.deployments().stream())
                .map(Deployment::upstream)
                .distinct()
                .collect(Collectors.toMap(n -> n, TestConfigs::upstream));
        return new GatewayConfig(
                new Listener("127.0.0.1", 4000, Path.of("store")),
                List.of(),
                upstreams,
                List.of(routes),
                aliases,
                Map.of(),
                Tracing.NONE);
    }

    static Upstream upstream(String name) {
        Tier tier = name.equals("cloud") ? Tier.CLOUD : Tier.LOCAL;
        return new Upstream(name, UpstreamKind.OPENAI, URI.create("http://" + name + ".example"), null, Map.of(), tier);
    }
}
