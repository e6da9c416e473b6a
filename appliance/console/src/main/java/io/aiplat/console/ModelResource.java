package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.management.job.Job;
import io.aiplat.management.job.JobOutcome;
import io.aiplat.management.job.JobResource;
import io.aiplat.management.job.Jobs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/models`: those that are here, more of them, less of them. A pull is a job.
final class ModelResource implements ManagementResource {
    /// What a pull is called among jobs.
    static final String PULL = "model-pull";

    private static final Logger LOG = LoggerFactory.getLogger(ModelResource.class);

    private static final RequestType<String> WANTED = RequestType.named("Pull")
            .needed("model", JsonType.text().with("pattern", "\\S").described("As the model engine names it."))
            .required(body -> {
                String model = body.requiredText("model").strip();
                if (model.isEmpty()) {
                    throw ManagementBody.invalid("model", "it names a model");
                }
                return model;
            });

    private final ModelInventory inventory;
    private final ModelStore store;
    private final Jobs jobs;

    ModelResource(ModelInventory inventory, ModelStore store, Jobs jobs) {
        this.inventory = inventory;
        this.store = store;
        this.jobs = jobs;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/models")
                        .as("listModels", "The models that are here.")
                        .failing(503)
                        .answering(ObjectType.list("Models", ModelTypes.LISTED), _ -> inventory.entries()),
                operation("DELETE", "/models/{name}")
                        .as("deleteModel", "Removes a model and its bytes.")
                        .failing(404, 503)
                        .doing(call -> remove(call.name())),
                operation("POST", "/models/pulls")
                        .as(
                                "pullModel",
                                "Begins to fetch a model, as a job, or finds the job that does already. Its result has"
                                        + " the name the model is served under,"
                                        + " and a warning where one should be known.")
                        .failing(503)
                        .taking(WANTED)
                        .answering(202, JobResource.JOB, call -> pull(call.principal(), call.request())));
    }

    private static ManagementOperation.Builder operation(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.ADMIN);
    }

    private void remove(String name) {
        try {
            store.remove(name);
        } catch (ModelNotFound e) {
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        }
    }

    /// A name is anybody's who administers; the files of this machine are its owner's.
    private Job pull(Principal principal, String model) {
        if (principal.role() != PrincipalRole.OWNER && isFile(model)) {
            throw new ApplianceException(ConsoleProblems.fileOfOwner(model));
        }
        return jobs.begin(PULL, model, progress -> pulled(model, progress));
    }

    private static boolean isFile(String model) {
        try {
            return "./~".indexOf(model.charAt(0)) >= 0
                    || model.contains("..")
                    || model.toLowerCase(Locale.ROOT).endsWith(".gguf")
                    || Files.exists(Path.of(model));
        } catch (InvalidPathException _) {
            // What is no path is no file.
            return false;
        }
    }

    private JobOutcome pulled(String model, Progress progress) {
        try {
            String name = store.pull(model, progress);
            return new JobOutcome.Done(result(name, store.warning(name).orElse(null)));
        } catch (ApplianceException e) {
            return new JobOutcome.Failed(isStopped() ? ConsoleProblems.pullStopped(model) : e.problem());
        } catch (ModelNotFound e) {
            return new JobOutcome.Failed(ConsoleProblems.refused(store.name(), e.reason()));
        } catch (RuntimeException e) {
            LOG.warn("pulling {} failed", model, e);
            return new JobOutcome.Failed(
                    isStopped() ? ConsoleProblems.pullStopped(model) : ConsoleProblems.pullFailed(model, e.toString()));
        }
    }

    private static boolean isStopped() {
        return Thread.currentThread().isInterrupted();
    }

    private static ObjectNode result(String name, @Nullable Problem warning) {
        ObjectNode result = JobResource.result("model", name);
        if (warning != null) {
            result.set("warning", JobResource.PROBLEM.json(warning));
        }
        return result;
    }
}
