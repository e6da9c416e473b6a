package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls of models, each a job, and one for each model at a time: whoever asks for it, a person or a custom resource.
public final class ModelPulls {
    /// What a pull is called among jobs.
    static final String PULL = "model-pull";

    private static final Logger LOG = LoggerFactory.getLogger(ModelPulls.class);

    /// How long whoever removes a model waits for its pull to end, which is told to end at once.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ModelStore store;
    private final ModelRegistry registry;
    private final Jobs jobs;
    private final Map<String, PullRequest> running = new ConcurrentHashMap<>();

    /// Of a store.
    ///
    /// @param registry notes what came
    /// @param jobs     that pulls are among
    public ModelPulls(ModelStore store, ModelRegistry registry, Jobs jobs) {
        this.store = store;
        this.registry = registry;
        this.jobs = jobs;
    }

    /// Begins a pull, or finds the one that runs already.
    public Job begin(PullRequest request) {
        return jobs.begin(PULL, request.subject(), progress -> pulled(request, progress));
    }

    /// The latest pull for the same words, running or ended; empty where none is remembered.
    public Optional<Job> latest(PullRequest request) {
        return jobs.all().stream()
                .filter(job -> job.kind().equals(PULL) && job.subject().equals(request.subject()))
                .reduce((_, later) -> later);
    }

    /// Ends the pulls of a model and forgets what they left.
    ///
    /// @param name of the model
    /// @return whether there was one
    public boolean end(String name) {
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
