package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.management.job.Job;
import io.aiplat.management.job.JobOutcome;
import io.aiplat.management.job.JobResource;
import io.aiplat.management.job.Jobs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.VerifiedModel;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// `/models/verifications`: the bytes of models are read again and compared with their digests, as a job.
final class VerificationResource implements ManagementResource {
    /// What it is called among jobs.
    static final String VERIFICATION = "model-verification";

    private static final RequestType<Wanted> WANTED = RequestType.named("Verification")
            .field("model", JsonType.text().described("A model; all where none is named."))
            .field("repair", JsonType.flag().described("Whether what is damaged is fetched again."))
            .optional(body -> new Wanted(body.text("model"), body.flag("repair")));

    private final ModelStore store;
    private final Jobs jobs;

    VerificationResource(ModelStore store, Jobs jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    private record Wanted(@Nullable String model, boolean repair) {
        String subject() {
            return (model == null ? "all models" : model) + (repair ? " with repair" : "");
        }
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("POST", "/models/verifications", PrincipalRole.ADMIN)
                .as(
                        "verifyModels",
                        "Reads the bytes of models again and compares them with their digests, as a job. Its result"
                                + " has `models`, each with `name`, `state` (intact, damaged, repaired, unknown) and"
                                + " `why`.")
                .failing(404, 503)
                .taking(WANTED)
                .answering(202, JobResource.JOB, call -> begin(call.request())));
    }

    private Job begin(Wanted wanted) {
        return jobs.begin(VERIFICATION, wanted.subject(), progress -> verified(wanted, progress));
    }

    private JobOutcome verified(Wanted wanted, Progress progress) throws InterruptedException {
        try {
            return new JobOutcome.Done(result(store.verify(wanted.model, wanted.repair, progress)));
        } catch (ModelNotFound e) {
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        } catch (CancellationException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    private static ObjectNode result(List<VerifiedModel> models) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode all = result.putArray("models");
        for (VerifiedModel model : models) {
            all.addObject()
                    .put("name", model.name())
                    .put("state", model.state().word())
                    .put("why", model.why());
        }
        return result;
    }
}
