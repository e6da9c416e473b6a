package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
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
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelOrigin;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.source.ModelReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/models/pulls`: more models. Each pull is a job, and there is one for each model.
final class PullResource implements ManagementResource {
    /// What a pull is called among jobs.
    static final String PULL = "model-pull";

    private static final Logger LOG = LoggerFactory.getLogger(PullResource.class);

    /// How long whoever removes a model waits for its pull to end, which is told to end at once.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    private final ModelStore store;
    private final ModelRegistry registry;
    private final Jobs jobs;
    private final Map<String, PullRequest> running = new ConcurrentHashMap<>();

    PullResource(ModelStore store, ModelRegistry registry, Jobs jobs) {
        this.store = store;
        this.registry = registry;
        this.jobs = jobs;
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
        return jobs.begin(PULL, request.subject(), progress -> pulled(request, progress));
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

    /// Ends the pulls of a model and forgets what they left.
    ///
    /// @param name of the model
    /// @return whether there was one
    boolean end(String name) {
        boolean ended = false;
        for (Job job : jobs.all()) {
            PullRequest request = running.get(job.subject());
            if (job.kind().equals(PULL) && job.latest().outcome() == null && request != null && isOf(name, request)) {
                jobs.cancel(job.id());
                await(job);
                store.discard(request);
                ended = true;
            }
        }
        return ended;
    }

    private boolean isOf(String name, PullRequest request) {
        String wanted = ModelName.canonical(name);
        String asked = request.name();
        return ModelName.canonical(asked == null ? request.reference() : asked).equals(wanted)
                || store.pulling(request).filter(wanted::equals).isPresent();
    }

    private static void await(Job job) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Job.Report report = job.latest();
        try {
            while (report.outcome() == null && System.nanoTime() - end < 0) {
                report = job.after(report.position(), Duration.ofSeconds(1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private JobOutcome pulled(PullRequest request, Progress progress) {
        String model = request.reference();
        running.put(request.subject(), request);
        try {
            String name = store.pull(request, progress);
            store.origin(name).ifPresent(origin -> registry.record(name, version(origin)));
            return new JobOutcome.Done(result(name, store.warning(name).orElse(null)));
        } catch (ApplianceException e) {
            return new JobOutcome.Failed(isStopped() ? ConsoleProblems.pullStopped(model) : e.problem());
        } catch (ModelNotFound e) {
            return new JobOutcome.Failed(ConsoleProblems.refused(store.name(), e.reason()));
        } catch (CancellationException _) {
            return new JobOutcome.Failed(ConsoleProblems.pullStopped(model));
        } catch (RuntimeException e) {
            LOG.warn("pulling {} failed", model, e);
            return new JobOutcome.Failed(
                    isStopped() ? ConsoleProblems.pullStopped(model) : ConsoleProblems.pullFailed(model, e.toString()));
        } finally {
            running.remove(request.subject());
        }
    }

    private static ModelVersion version(ModelOrigin origin) {
        return new ModelVersion(
                origin.digest(), origin.source(), origin.licence(), null, 0, 0, origin.bytes(), origin.pulled());
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
