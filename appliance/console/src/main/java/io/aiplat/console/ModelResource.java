package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
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
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/models`: those that are here, more of them, less of them. A pull is a job.
final class ModelResource implements ManagementResource {
    /// What a pull is called among jobs.
    static final String PULL = "model-pull";

    private static final Logger LOG = LoggerFactory.getLogger(ModelResource.class);

    /// A model as it is listed.
    ///
    /// @param record null where the registry has none
    private record Listed(ModelCard card, @Nullable ModelRecord record) {
        String stage() {
            return (record == null ? ModelStage.CANDIDATE : record.stage().stage()).word();
        }
    }

    private static final ObjectType<Listed> MODEL = ObjectType.<Listed>named("Model")
            .field("name", JsonType.text(), model -> model.card.name())
            .field("bytes", JsonType.whole(), model -> model.card.bytes())
            .field("created", JsonType.moment(), model -> model.card.created())
            .field(
                    "context",
                    JsonType.whole().described("Tokens; 0 where it is not known."),
                    model -> model.card.contextLength())
            .field(
                    "embeds",
                    JsonType.flag().described("Whether it makes vectors and no text."),
                    model -> model.card.embeds())
            .field("loaded", JsonType.flag().described("Whether it is in memory."), model -> model.card.loaded())
            .field("stage", JsonType.text().described("candidate, approved or retired."), Listed::stage)
            .build();

    private static final RequestType<String> WANTED = RequestType.named("Pull")
            .needed("model", JsonType.text().with("pattern", "\\S").described("As the model engine names it."))
            .required(body -> {
                String model = body.requiredText("model").strip();
                if (model.isEmpty()) {
                    throw ManagementBody.invalid("model", "it names a model");
                }
                return model;
            });

    private final ModelEngine engine;
    private final ModelStore store;
    private final ModelRegistry registry;
    private final Jobs jobs;

    ModelResource(ModelEngine engine, ModelStore store, ModelRegistry registry, Jobs jobs) {
        this.engine = engine;
        this.store = store;
        this.registry = registry;
        this.jobs = jobs;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/models")
                        .as("listModels", "The models that are here.")
                        .failing(503)
                        .answering(ObjectType.list("Models", MODEL), _ -> listed()),
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

    private List<Listed> listed() {
        Map<String, ModelRecord> records =
                registry.all().stream().collect(Collectors.toMap(ModelRecord::name, Function.identity()));
        return engine.models().stream()
                .map(card -> new Listed(card, records.get(card.name())))
                .toList();
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
