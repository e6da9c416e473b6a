package io.aiplat.launcher.serve;

import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.inference.ModelEngine;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.model.Problem;
import io.aiplat.provisioning.gpu.watch.GpuWatchState;
import io.aiplat.provisioning.gpu.watch.GpuWatchdog;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watchdog of an appliance's GPUs: says in the log, in the status and as metrics what it sees.
final class GpuWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuWatch.class);

    private final GpuWatchdog dog;
    private final ServedGpus served;

    /// Looks at nothing yet.
    ///
    /// @param driver asks this machine's driver
    GpuWatch(ServeScope scope, Appliance.Decided decided, ModelEngine engine, Supplier<GpuFacts> driver) {
        this.served = new ServedGpus(scope, decided, engine, driver);
        this.dog = new GpuWatchdog(
                served, new GpuWatchState(served.ownNode()), GpuWatchdog.OFTEN, InstantSource.system(), LOG::warn);
    }

    /// Begins to look, and shows its counts to whoever scrapes.
    ///
    /// @return this
    GpuWatch start(Telemetry telemetry) {
        telemetry.gauge(
                Gauge.GPU_FALLBACKS,
                sink -> dog.fallbacks().forEach((cause, times) -> sink.set((double) times, cause.word())));
        telemetry.gauge(
                Gauge.GPU_MENDS,
                sink -> dog.mends().forEach((of, times) -> sink.set((double) times, of.action(), of.outcome())));
        dog.start();
        return this;
    }

    /// GPUs that the engine's models are on, as it was seen last; 0 for none, and where nobody can tell.
    int computing() {
        return served.computing();
    }

    /// What is wrong now, each as a sentence; empty where nothing is.
    List<String> sentences() {
        return dog.alarms().stream().map(Problem::what).toList();
    }

    @Override
    public void close() {
        dog.close();
    }
}
