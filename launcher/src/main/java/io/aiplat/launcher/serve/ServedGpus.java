package io.aiplat.launcher.serve;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.host.KernelFiles;
import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.gpu.watch.DriverVersions;
import io.aiplat.provisioning.gpu.watch.GpuMend;
import io.aiplat.provisioning.gpu.watch.GpuWatchdog;
import io.aiplat.provisioning.gpu.watch.WatchReading;
import io.aiplat.provisioning.run.ReadinessPoller;
import io.aiplat.store.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// GPUs that this appliance's models compute on: what the watchdog looks at, and how it mends.
final class ServedGpus implements GpuWatchdog.Watched {
    /// The driver changes seldom, and asking it takes a process.
    private static final Duration DRIVER_FRESH = Duration.ofSeconds(35);

    /// Version of the module that is loaded, as it says itself.
    private static final Path MODULE = Path.of("/proc/driver/nvidia/version");

    private static final Duration UNLOADED = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final InstallScope scope;
    private final Appliance.Decided decided;
    private final ModelEngine engine;
    private final Supplier<GpuFacts> survey;
    private @Nullable GpuFacts facts;
    private Instant asked = Instant.MIN;
    private String module = "";
    private String node = "";
    private boolean nodeKnown;
    private volatile int computing;

    /// @param survey asks the driver
    ServedGpus(InstallScope scope, Appliance.Decided decided, ModelEngine engine, Supplier<GpuFacts> survey) {
        this.scope = scope;
        this.decided = decided;
        this.engine = engine;
        this.survey = survey;
    }

    /// Whether the node is one that may be started again.
    boolean ownNode() {
        return decided.cluster() == ClusterKind.DOCKER || decided.cluster() == ClusterKind.NATIVE;
    }

    /// Only Ollama says what of a model is on a GPU; where somebody else has the cluster, this machine's driver says
    /// nothing about it, and yet its models are looked at.
    @Override
    public boolean present() {
        if (decided.engine() != EngineKind.OLLAMA || scope.settings().gpus().mode() == GpuChoice.Mode.OFF) {
            return false;
        }
        GpuFacts seen = facts(true);
        return decided.cluster() == ClusterKind.EXISTING
                ? scope.settings().cluster().gpus() > 0
                : seen.driver() != null || seen.gpus().stream().anyMatch(Gpu::computes);
    }

    /// While no model is in memory a card may sleep, and is not woken to be asked how it is: only a driver that is
    /// another one by its files is looked at.
    ///
    /// @param computing whether a model is in memory
    private GpuFacts facts(boolean computing) {
        GpuFacts seen = facts;
        if (seen == null || (Instant.now().isAfter(asked.plus(DRIVER_FRESH)) && (computing || isOutdated(seen)))) {
            module = KernelFiles.text(MODULE);
            seen = survey.get();
            facts = seen;
            asked = Instant.now();
        }
        return seen;
    }

    private boolean isOutdated(GpuFacts seen) {
        GpuDriver driver = seen.driver();
        return !module.equals(KernelFiles.text(MODULE))
                || (driver != null
                        && driver.libraries().stream().anyMatch(library -> !Files.exists(Path.of(library.file()))));
    }

    @Override
    public WatchReading look() {
        boolean answered = true;
        List<ResidentModel> resident = List.of();
        try {
            resident = engine.resident();
        } catch (ApplianceException | RequestRefused _) {
            // That it does not answer is told elsewhere.
            answered = false;
        }
        boolean onGpu = resident.stream().anyMatch(model -> model.gpu() > 0);
        if (decided.cluster() == ClusterKind.EXISTING) {
            computing = onGpu ? scope.settings().cluster().gpus() : 0;
            return new WatchReading(Instant.now(), answered, resident, -1, "", "", "", "");
        }
        GpuFacts seen = facts(!resident.isEmpty());
        computing = onGpu ? (int) seen.gpus().stream().filter(Gpu::computes).count() : 0;
        GpuDriver driver = seen.driver();
        String version = driver == null ? "" : driver.version();
        return new WatchReading(
                Instant.now(),
                answered,
                resident,
                DriverVersions.cards(seen),
                DriverVersions.fault(seen),
                version,
                DriverVersions.libraries(seen),
                node(version));
    }

    /// GPUs that models were on at the last look: all that the engine may use, for it says of a model only how much of
    /// it is on any.
    int computing() {
        return computing;
    }

    /// Looked up where it matters: at first, and where it seems to be another one.
    private String node(String driver) {
        if (ownNode() && (!nodeKnown || (!node.isEmpty() && !driver.isEmpty() && !node.equals(driver)))) {
            try {
                node = scope.cluster(decided.cluster()).gpus().driver();
                nodeKnown = true;
            } catch (ApplianceException _) {
                // A node that cannot be asked now is asked at the next look.
                nodeKnown = false;
            }
        }
        return node;
    }

    @Override
    public String mend(GpuMend mend) {
        return switch (mend) {
            case GpuMend.Reload(var model) -> reload(model);
            case GpuMend.RestartNode(var model) -> restart(model);
            case GpuMend.RecreateNode(var from, var to) -> recreate(from, to);
        };
    }

    private String reload(ResidentModel model) {
        engine.unload(model.name());
        Instant end = Instant.now().plus(UNLOADED);
        while (find(model.name()) != null && Instant.now().isBefore(end)) {
            pause();
        }
        engine.load(
                model.name(),
                new ServingOptions(
                        model.context() > 0 ? model.context() : null,
                        model.until() == null ? ServingOptions.FOREVER : null));
        ResidentModel now = find(model.name());
        return model.name() + " was loaded anew"
                + (now == null || now.memory() == 0
                        ? ""
                        : ": " + Math.round(100.0 * now.gpu() / now.memory()) + " % of it is on a GPU");
    }

    private @Nullable ResidentModel find(String name) {
        return engine.resident().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String restart(String model) {
        try (LockFile _ = lock()) {
            ClusterProvider provider = scope.cluster(decided.cluster());
            StepResult result = provider.restart();
            await(provider);
            return "reloading did not bring " + model + " back to its GPU: " + words(result);
        }
    }

    /// By the same step as `up`.
    private String recreate(String from, String to) {
        try (LockFile _ = lock()) {
            PlanResult planned = scope.up().look(scope.state().readOrCreate()).planned();
            if (!(planned instanceof PlanResult.Plan plan)) {
                throw new ApplianceException(
                        ((PlanResult.Refused) planned).problems().getFirst());
            }
            ClusterProvider provider = scope.cluster(decided.cluster());
            String done = "";
            for (var step : plan.steps()) {
                if (step instanceof ClusterStep.EnsureCluster(var spec)) {
                    done = words(provider.ensure(spec, Progress.NONE));
                }
            }
            await(provider);
            nodeKnown = false;
            return "the driver was " + from + " and is " + to + ": " + done;
        }
    }

    private LockFile lock() {
        return LockFile.ofHome(scope.home(), "the watchdog of GPUs", Clock.systemUTC());
    }

    private void await(ClusterProvider provider) {
        ReadinessPoller poller = new ReadinessPoller(InstantSource.system());
        poller.until("the node", scope.settings().waits().node(), provider::ready, Progress.NONE);
        poller.until("the model engine", scope.settings().waits().workload(), this::readiness, Progress.NONE);
    }

    private Readiness readiness() {
        return engine.readiness();
    }

    private static String words(StepResult result) {
        return switch (result) {
            case StepResult.Done(var what) -> what;
            case StepResult.Unchanged(var what) -> what;
            case StepResult.Failed(var problem) -> throw new ApplianceException(problem);
        };
    }
}
