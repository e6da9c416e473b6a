package io.aiplat.console;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.job.JobResource;
import io.aiplat.model.Readiness;
import java.util.List;

/// `/status`: how the appliance is.
final class StatusResource implements ManagementResource {
    private static final ObjectType<ApplianceStatus> STATUS = ObjectType.<ApplianceStatus>named("Status")
            .field("version", JsonType.text(), ApplianceStatus::version)
            .field(
                    "started",
                    JsonType.moment().described("When this process began to serve."),
                    ApplianceStatus::started)
            .field(
                    "endpoint",
                    JsonType.text().described("Base address of the model API, ending in /v1."),
                    ApplianceStatus::endpoint)
            .field("cluster", JsonType.text(), status -> status.cluster().word())
            .field(
                    "cluster_name",
                    JsonType.text().described("Empty where there is none."),
                    ApplianceStatus::clusterName)
            .field(
                    "cluster_reason",
                    JsonType.text().described("Why this kind; empty when a person asked for it."),
                    ApplianceStatus::clusterReason)
            .field("engine", JsonType.text().described("What runs models."), ApplianceStatus::engine)
            .field("routes", JsonType.text().described("What is served, in words."), ApplianceStatus::routes)
            .field(
                    "short",
                    JsonType.listOf(JsonType.text())
                            .described("What of descriptors, memory and disk runs short, each as a sentence."),
                    ApplianceStatus::shortages)
            .field(
                    "gpu",
                    JsonType.listOf(JsonType.text())
                            .described("What is wrong with GPUs that models were on, each as a sentence."),
                    ApplianceStatus::gpu)
            .field(
                    "operator",
                    JsonType.listOf(JsonType.text())
                            .described("Kinds of custom resources that are left to another operator, each as a"
                                    + " sentence."),
                    ApplianceStatus::operator)
            .field(
                    "ready",
                    JsonType.flag().described("Whether a request could be answered now."),
                    status -> status.readiness() instanceof Readiness.Ready)
            .field(
                    "reason",
                    JsonType.text().described("Why not; empty where it is ready."),
                    status -> switch (status.readiness()) {
                        case Readiness.Ready() -> "";
                        case Readiness.NotYet(var reason) -> reason;
                        case Readiness.Never(var problem) -> problem.what() + ": " + problem.why();
                    })
            .optional(
                    "problem",
                    JobResource.PROBLEM.type(),
                    status -> status.readiness() instanceof Readiness.Never(var problem)
                            ? JobResource.PROBLEM.json(problem)
                            : null)
            .build();

    private final StatusSource source;

    StatusResource(StatusSource source) {
        this.source = source;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/status", PrincipalRole.ADMIN)
                .as("showStatus", "How the appliance is.")
                .answering(STATUS, _ -> source.look()));
    }
}
