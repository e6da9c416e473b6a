package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.management.job.Job;
import io.aiplat.management.job.JobOutcome;
import io.aiplat.management.job.JobResource;
import io.aiplat.management.job.Jobs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.exchange.ModelExchange;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/models/exports` and `/models/imports`: models as archives in files of this machine, which are its owner's. Each
/// is a job.
final class ModelExchangeResource implements ManagementResource {
    private static final Logger LOG = LoggerFactory.getLogger(ModelExchangeResource.class);

    private static final JsonType FILE = JsonType.text().described("An absolute path on the machine that serves.");

    private static final RequestType<Export> EXPORT = RequestType.named("ModelExport")
            .needed("model", JsonType.text())
            .needed("file", FILE)
            .field("force", JsonType.flag().described("Whether a file that is there is replaced."))
            .required(body ->
                    new Export(body.requiredText("model"), file(body.requiredText("file")), body.flag("force")));

    private static final RequestType<Import> IMPORT = RequestType.named("ModelImport")
            .needed("file", FILE)
            .field("name", JsonType.text().described("To serve it under, where it is not that of the archive."))
            .field("force", JsonType.flag().described("Whether another model of the name is replaced."))
            .required(body -> new Import(file(body.requiredText("file")), body.text("name"), body.flag("force")));

    private final ModelInventory inventory;
    private final ModelExchange exchange;
    private final String engine;
    private final Jobs jobs;

    private record Export(String model, Path file, boolean force) {}

    private record Import(Path file, @Nullable String name, boolean force) {}

    ModelExchangeResource(ModelInventory inventory, ModelExchange exchange, String engine, Jobs jobs) {
        this.inventory = inventory;
        this.exchange = exchange;
        this.engine = engine;
        this.jobs = jobs;
    }

    private static Path file(String text) {
        try {
            Path file = Path.of(text);
            if (file.isAbsolute() && file.getFileName() != null) {
                return file.normalize();
            }
        } catch (InvalidPathException _) {
            // It is said below.
        }
        throw ManagementBody.invalid("file", "it is an absolute path of a file");
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                ManagementOperation.of("POST", "/models/exports", PrincipalRole.OWNER)
                        .as(
                                "exportModel",
                                "Begins to write a model into an archive, as a job. Its result has the archive's SHA-256.")
                        .failing(404, 503)
                        .taking(EXPORT)
                        .answering(202, JobResource.JOB, call -> exported(call.request())),
                ManagementOperation.of("POST", "/models/imports", PrincipalRole.OWNER)
                        .as(
                                "importModel",
                                "Begins to take in an archive of a model, or a GGUF file, as a job. Its result has the"
                                        + " name the model is served under.")
                        .failing(503)
                        .taking(IMPORT)
                        .answering(202, JobResource.JOB, call -> imported(call.request())));
    }

    private Job exported(Export wanted) {
        String name = inventory.shown(wanted.model).record().name();
        String what = "exporting " + name + " to " + wanted.file;
        return jobs.begin(
                "model-export",
                name + " to " + wanted.file,
                progress -> outcome(what, () -> {
                    ModelRecord record = inventory.recorded(name, progress);
                    String sum = exchange.exportTo(wanted.file, record, wanted.force, progress);
                    return JobResource.result("model", name)
                            .put("file", wanted.file.toString())
                            .put("sha256", sum);
                }));
    }

    private Job imported(Import wanted) {
        String subject = wanted.file + (wanted.name == null ? "" : " as " + wanted.name);
        return jobs.begin(
                "model-import",
                subject,
                progress -> outcome(
                        "importing " + wanted.file,
                        () -> JobResource.result(
                                "model", exchange.importFrom(wanted.file, wanted.name, wanted.force, progress))));
    }

    private JobOutcome outcome(String what, Supplier<ObjectNode> work) {
        try {
            return new JobOutcome.Done(work.get());
        } catch (ApplianceException e) {
            return new JobOutcome.Failed(stoppedOr(what, e.problem()));
        } catch (ModelNotFound e) {
            return new JobOutcome.Failed(ConsoleProblems.refused(engine, e.reason()));
        } catch (CancellationException _) {
            return new JobOutcome.Failed(ConsoleProblems.exchangeStopped(what));
        } catch (RuntimeException e) {
            LOG.warn("{} failed", what, e);
            return new JobOutcome.Failed(stoppedOr(what, ConsoleProblems.exchangeFailed(what, e.toString())));
        }
    }

    private static Problem stoppedOr(String what, Problem problem) {
        return Thread.currentThread().isInterrupted() ? ConsoleProblems.exchangeStopped(what) : problem;
    }
}
