package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.routing.balancing.DeploymentStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `/deployments`: how each place that answers does.
final class DeploymentResource {
    private final Supplier<List<DeploymentStatus>> deployments;

    DeploymentResource(Supplier<List<DeploymentStatus>> deployments) {
        this.deployments = deployments;
    }

    ManagementResponse list(ManagementRequest request) {
        ManagementQuery.read(request.query(), List.of());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var data = answer.putArray("data");
        deployments.get().forEach(status -> data.add(json(status)));
        return ManagementResponse.ok(answer);
    }

    private static ObjectNode json(DeploymentStatus status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("route", status.route());
        var aliases = json.putArray("aliases");
        status.aliases().forEach(aliases::add);
        if (status.origin() != null) {
            json.putObject("origin")
                    .put("kind", status.origin().kind().word())
                    .put("name", status.origin().name());
        }
        json.put("upstream", status.deployment().upstream());
        json.put("model", status.deployment().model());
        json.put("free", status.free());
        json.put("health", status.health().name().toLowerCase(Locale.ROOT));
        json.put("pause_seconds", status.pause().toMillis() / 1000.0);
        json.put("in_flight", status.inFlight());
        json.put("waiting", status.waiting());
        json.put("first_byte_seconds", status.firstByte().toNanos() / 1e9);
        json.put("successes", status.successes());
        json.put("failures", status.failures());
        return json;
    }
}
