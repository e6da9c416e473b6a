package io.aiplat.gateway.admin;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.routing.Origin;
import io.aiplat.routing.balancing.DeploymentStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/deployments`: how each place that answers does.
final class DeploymentResource implements ManagementResource {
    private static final ObjectType<Origin> ORIGIN = ObjectType.<Origin>named("Origin")
            .described("Where the model comes from.")
            .field(
                    "kind",
                    JsonType.oneOf(Stream.of(Origin.Kind.values())
                            .map(Origin.Kind::word)
                            .toList()),
                    origin -> origin.kind().word())
            .field(
                    "name",
                    JsonType.text()
                            .described("The file, or what the resource or agent is called; empty for the engine."),
                    Origin::name)
            .build();

    private static final ObjectType<DeploymentStatus> DEPLOYMENT = ObjectType.<DeploymentStatus>named("Deployment")
            .field("route", JsonType.text(), DeploymentStatus::route)
            .field(
                    "aliases",
                    JsonType.listOf(JsonType.text()).described("Other names of the model, and patterns of such."),
                    DeploymentStatus::aliases)
            .optional("origin", ORIGIN.type(), DeploymentResource::origin)
            .field("upstream", JsonType.text(), status -> status.deployment().upstream())
            .field("model", JsonType.text(), status -> status.deployment().model())
            .field(
                    "free",
                    JsonType.flag().described("Whether the model costs nothing, whoever answers."),
                    DeploymentStatus::free)
            .field(
                    "health",
                    JsonType.oneOf(List.of("well", "doubtful", "paused", "trying")),
                    status -> status.health().name().toLowerCase(Locale.ROOT))
            .field("pause_seconds", JsonType.number(), status -> status.pause().toMillis() / 1000.0)
            .field("in_flight", JsonType.whole(), DeploymentStatus::inFlight)
            .field("waiting", JsonType.whole(), DeploymentStatus::waiting)
            .field(
                    "first_byte_seconds",
                    JsonType.number().described("0 where nothing is known."),
                    status -> status.firstByte().toNanos() / 1e9)
            .field("successes", JsonType.whole(), DeploymentStatus::successes)
            .field("failures", JsonType.whole(), DeploymentStatus::failures)
            .build();

    private final Supplier<List<DeploymentStatus>> deployments;

    DeploymentResource(Supplier<List<DeploymentStatus>> deployments) {
        this.deployments = deployments;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/deployments", PrincipalRole.ADMIN)
                .as("listDeployments", "How each place that answers does.")
                .failing(503)
                .answering(ObjectType.list("Deployments", DEPLOYMENT), _ -> deployments.get()));
    }

    private static @Nullable Object origin(DeploymentStatus status) {
        return status.origin() == null ? null : ORIGIN.json(status.origin());
    }
}
