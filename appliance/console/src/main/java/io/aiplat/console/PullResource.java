package io.aiplat.console;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.management.job.Job;
import io.aiplat.management.job.JobResource;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.source.ModelReference;
import java.net.URI;
import java.util.List;

/// `/models/pulls`: more models. Each pull is a job, and there is one for each model.
final class PullResource implements ManagementResource {
    private static final RequestType<PullRequest> WANTED = RequestType.named("Pull")
            .needed(
                    "model",
                    JsonType.text().with("pattern", "\\S").described("A reference, or a name of the engine's."))
            .field("name", JsonType.text().described("To serve it under, where it is not that of its source."))
            .field("force", JsonType.flag().described("Whether another model of the name is replaced."))
            .required(body -> {
                String model = body.requiredText("model").strip();
                if (model.isEmpty()) {
                    throw ManagementBody.invalid("model", "it names a model");
                }
                return new PullRequest(model, body.text("name"), body.flag("force"));
            });

    private final ModelPulls pulls;

    PullResource(ModelPulls pulls) {
        this.pulls = pulls;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("POST", "/models/pulls", PrincipalRole.ADMIN)
                .as(
                        "pullModel",
                        "Begins to fetch a model, as a job, or finds the job that does already. Its result has"
                                + " the name the model is served under,"
                                + " and a warning where one should be known.")
                .failing(503)
                .taking(WANTED)
                .answering(202, JobResource.JOB, call -> pull(call.principal(), call.request())));
    }

    /// A name is anybody's who administers; the files of this machine, and what listens on it, are its owner's.
    private Job pull(Principal principal, PullRequest request) {
        if (principal.role() != PrincipalRole.OWNER && isOfThisMachine(request.reference())) {
            throw new ApplianceException(ConsoleProblems.fileOfOwner(request.reference()));
        }
        return pulls.begin(request);
    }

    private static boolean isOfThisMachine(String reference) {
        return switch (ModelReference.parse(reference)) {
            case ModelReference.LocalFile _ -> true;
            // Only this machine, and what its owner named, is asked without TLS.
            case ModelReference.Address(URI uri, var _) -> !"https".equalsIgnoreCase(uri.getScheme());
            case ModelReference.Ollama _,
                    ModelReference.HuggingFace _,
                    ModelReference.Oci _,
                    ModelReference.Unknown _ -> false;
        };
    }
}
