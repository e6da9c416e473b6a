package io.aiplat.launcher.operator;

import io.aiplat.cluster.OwnedResources;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.bundles.BundleState;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.provisioning.run.Runner;
import io.aiplat.provisioning.run.Up;
import io.aiplat.store.InstalledBundlesFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bundles of this appliance's cluster for its operator: they are planned and installed as `aiplat up` does it, one
/// after another.
final class OperatorBundles implements BundleHome, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorBundles.class);
    private static final long TOLD_NANOS = Duration.ofMinutes(1).toNanos();

    private final InstallScope scope;
    private final ClusterKind kind;
    private final InstalledBundlesFile named;
    private final Map<String, Work> works = new ConcurrentHashMap<>();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("bundles").factory());

    /// What is being done for a bundle, or was done last.
    private static final class Work {
        private volatile String step;
        private volatile @Nullable Problem problem;
        private volatile long ended;
        private volatile boolean running = true;

        Work(String step) {
            this.step = step;
        }

        void end(@Nullable Problem why) {
            problem = why;
            ended = System.nanoTime();
            running = false;
        }

        Optional<BundleState> state() {
            Problem why = problem;
            if (running) {
                return Optional.of(new BundleState.Moving(step));
            }
            return why != null && System.nanoTime() - ended < TOLD_NANOS
                    ? Optional.of(new BundleState.Failed(why))
                    : Optional.empty();
        }
    }

    /// @param kind of the cluster
    OperatorBundles(InstallScope scope, ClusterKind kind) {
        this.scope = scope;
        this.kind = kind;
        this.named = new InstalledBundlesFile(scope.home());
    }

    @Override
    public BundleState state(String bundle) {
        Work work = works.get(bundle);
        Optional<BundleState> moving = work == null ? Optional.empty() : work.state();
        return moving.orElseGet(() -> seen(bundle));
    }

    private BundleState seen(String name) {
        Bundle bundle = scope.catalog().bundles().get(name);
        if (bundle == null || !there(bundle).containsAll(bundle.workloads())) {
            return new BundleState.Absent();
        }
        KubernetesApi kube = scope.cluster(kind).kube();
        for (String workload : bundle.workloads()) {
            switch (kube.workloadReady(namespace(bundle), workload)) {
                case Readiness.Ready _ -> {}
                case Readiness.NotYet(var reason) -> {
                    return new BundleState.Moving("Wait for " + name + ": " + reason);
                }
                case Readiness.Never(var problem) -> {
                    return new BundleState.Failed(problem);
                }
            }
        }
        return new BundleState.Here(named.read().contains(name));
    }

    private List<String> there(Bundle bundle) {
        return new OwnedResources(scope.cluster(kind).kube(), namespace(bundle)).namesOf(bundle.name());
    }

    private String namespace(Bundle bundle) {
        return bundle.namespace(scope.settings().cluster().namespace());
    }

    @Override
    public void install(String bundle) {
        begin(bundle, "Install bundle " + bundle, work -> {
            List<String> wanted = new ArrayList<>(named.read());
            wanted.add(bundle);
            Up up = scope.up((_, _, _, _) -> List.of(), scope.settings().with(new Settings.WantedBundles(wanted)));
            Up.Look look = up.look(scope.state().readOrCreate());
            return switch (look.planned()) {
                case PlanResult.Refused(var problems) -> problems.getFirst();
                case PlanResult.Plan _ -> problem(up.installOnly(look, withNeeds(bundle), Recorder.NONE, told(work)));
            };
        });
    }

    /// A bundle and what it needs, but for what a person asked for.
    private Set<String> withNeeds(String bundle) {
        Set<String> all = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(bundle));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (all.add(next)) {
                open.addAll(scope.catalog().bundle(next).needs());
            }
        }
        named.read().forEach(all::remove);
        return all;
    }

    @Override
    public void remove(String bundle) {
        begin(
                bundle,
                "Remove bundle " + bundle,
                work -> problem(scope.up().removeOnly(kind, bundle, Recorder.NONE, told(work))));
    }

    @Override
    public void removeAll() {
        List<String> byPersons = named.read();
        scope.catalog().bundles().values().stream()
                .filter(bundle -> !bundle.name().equals(Planner.ENGINE_BUNDLE) && !byPersons.contains(bundle.name()))
                .filter(bundle -> !there(bundle).isEmpty())
                .forEach(bundle -> remove(bundle.name()));
    }

    /// Does something for a bundle, behind all that was begun before.
    private void begin(String bundle, String title, Function<Work, @Nullable Problem> doing) {
        Work mine = new Work(title);
        if (works.merge(bundle, mine, (there, one) -> there.running ? there : one) != mine) {
            return;
        }
        LOG.info("{}, as a resource wants it", title);
        worker.execute(() -> {
            Problem why;
            try {
                why = doing.apply(mine);
            } catch (ApplianceException e) {
                why = e.problem();
            } catch (RuntimeException e) {
                mine.end(null);
                throw e;
            }
            if (why != null) {
                LOG.warn("{}: {}: {}", title, why.what(), why.why());
            }
            mine.end(why);
        });
    }

    private static @Nullable Problem problem(StepResult result) {
        return result instanceof StepResult.Failed(var why) ? why : null;
    }

    private static Event.Sink told(Work work) {
        return event -> {
            if (event instanceof Event.Started started) {
                work.step = started.step().title();
            } else if (event instanceof Event.Progressed progressed
                    && !progressed.what().isEmpty()) {
                work.step = progressed.step().title() + ": " + progressed.what();
            }
        };
    }

    /// Nothing is written down: what a resource wants is looked up in the resource.
    private static final class Recorder implements Runner.StepRecorder {
        static final Recorder NONE = new Recorder();

        @Override
        public void begun(Step step) {
            // The resource tells it.
        }

        @Override
        public void ended(Step step, StepResult result, Duration took) {
            // The resource tells it.
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
