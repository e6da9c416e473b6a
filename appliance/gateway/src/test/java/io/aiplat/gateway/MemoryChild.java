package io.aiplat.gateway;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.model.FatalErrors;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A gateway in a process of its own, so that its heap can be small. Says its port in the first line it prints, and
/// ends with its standard input.
final class MemoryChild {
    static final String ATTACKER = "sk-attacker";
    static final String OTHER = "sk-other-client";

    private static final String YAML = """
            upstreams:
              good: {provider: openai, url: "${env:UPSTREAM}/v1"}
              hostile: {provider: openai, url: "${env:UPSTREAM}/hostile/v1"}
            models:
              - {name: plain, deployments: [{upstream: good, model: m}], retries: 0}
              - {name: kept, deployments: [{upstream: good, model: m}], cache: {ttl: 1h}, retries: 0}
              - {name: guarded, deployments: [{upstream: good, model: m}], guards: [pii], retries: 0}
              - {name: hostile, deployments: [{upstream: hostile, model: m}], guards: [pii], retries: 0}
            guards:
              pii: {kind: mask, entities: [email], when: [before, after]}
            """;

    private MemoryChild() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(
                new FatalErrors(failure -> Runtime.getRuntime().halt(70), (_, failure) -> failure.printStackTrace()));
        try (TestDependencies backing = new TestDependencies(RunningGateway.KEY)) {
            backing.seed("attacker", ATTACKER, KeySettings.PLAIN);
            backing.seed("other", OTHER, KeySettings.PLAIN);
            Settings.Gateway settings = Settings.Gateway.at("127.0.0.1", 0);
            GatewayDependencies served =
                    backing.of(Configured.plan(YAML, Map.of("UPSTREAM", args[0])), new FakeEngine(), _ -> false);
            try (GatewayServer server = GatewayServer.start(settings, "1.2.3", served, Clock.systemUTC(), List.of())) {
                System.out.println(server.port());
                while (System.in.read() >= 0) {
                    // Whoever started it says nothing, and closes it at the end.
                    Thread.onSpinWait();
                }
            }
        }
        System.exit(0);
    }
}
