package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A gateway that a gateway.yaml describes, over an upstream that does what it is told (`${env:UPSTREAM}` there), a
/// service that does so too (`${env:SERVICE}`), and the engine of this process.
final class Configured implements AutoCloseable {
    final Misbehaving upstream = new Misbehaving();
    final Misbehaving service = new Misbehaving();
    final RunningGateway gateway;

    Configured(String yaml) throws IOException {
        this(yaml, ServerLimits.STANDARD);
    }

    Configured(String yaml, ServerLimits limits) throws IOException {
        String root = service.url().toString().replaceFirst("/v1$", "");
        Map<String, String> environment = Map.of("UPSTREAM", upstream.url().toString(), "SERVICE", root);
        gateway = new RunningGateway(plan(yaml, environment), limits);
    }

    static GatewayConfig plan(String yaml, Map<String, String> environment) {
        ConfigReadResult read = GatewayFile.read("gateway.yaml", yaml, Path.of("/unused"), environment);
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    /// What the upstream was asked last.
    String sentOn() {
        return upstream.asked().getLast().body();
    }

    /// Waits until the request log's last line says something; it is written after the client has its answer.
    void awaitLogged(String part) throws InterruptedException {
        Eventually.seen("the last line has " + part, this::lastLine, line -> line.contains(part));
    }

    private String lastLine() {
        List<String> lines = gateway.serving.log();
        return lines.isEmpty() ? "" : lines.getLast();
    }

    @Override
    public void close() {
        gateway.close();
        upstream.close();
        service.close();
    }
}
