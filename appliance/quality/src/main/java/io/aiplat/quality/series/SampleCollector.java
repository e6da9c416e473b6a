package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Collector of samples: asks its sources again and again, at moments that are whole multiples of the interval, so that
/// their distance never changes and takes no room. With each source comes the series `up`, as with Prometheus: 1, or 0
/// where it could not be asked.
public final class SampleCollector implements AutoCloseable {
    private static final String UP = "up";
    private static final int ROUNDS_TO_SWEEP = 200;

    private final SeriesStore store;
    private final long interval;
    private final InstantSource clock;
    private final Consumer<String> trouble;
    private final List<Asked> sources = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, MetricFamily> families = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;
    private long rounds;

    /// A source, and what was read of it before.
    private static final class Asked {
        private final SampleSource source;
        private final ExpositionReader reader;
        private final LabelSet up;
        private boolean failing;

        Asked(SampleSource source, Map<String, MetricFamily> families) {
            Map<String, String> target = new TreeMap<>(Map.of("job", source.job(), "instance", source.instance()));
            this.source = source;
            this.reader = new ExpositionReader(target, families);
            target.put(LabelSet.NAME, UP);
            this.up = LabelSet.of(target);
        }
    }

    private SampleCollector(SeriesStore store, SeriesBounds bounds, InstantSource clock, Consumer<String> trouble) {
        this.store = store;
        this.interval = bounds.interval().toMillis();
        this.clock = clock;
        this.trouble = trouble;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                work -> Thread.ofPlatform().name("metrics-collector").daemon().unstarted(work));
        families.put(UP, new MetricFamily("gauge", "1 when a source of samples could be asked, else 0."));
    }

    /// Begins to ask at each whole multiple of the interval.
    ///
    /// @param trouble is told which source cannot be asked
    public static SampleCollector start(
            SeriesStore store, SeriesBounds bounds, InstantSource clock, Consumer<String> trouble) {
        SampleCollector collector = new SampleCollector(store, bounds, clock, trouble);
        collector.next();
        return collector;
    }

    /// Adds a source, which is asked from the next moment on.
    public void add(SampleSource source) {
        sources.add(new Asked(source, families));
    }

    /// What is known of metrics beyond their samples, by name.
    public Map<String, MetricFamily> families() {
        return families;
    }

    /// By the clock anew each time, for it may be set.
    private void next() {
        // It fails for nothing: all that it does is caught.
        Future<?> _ = thread.schedule(this::collect, moment() + interval - clock.millis(), TimeUnit.MILLISECONDS);
    }

    /// The whole multiple that it is now; a thread may wake a little too early.
    private long moment() {
        return (clock.millis() + interval / 10) / interval * interval;
    }

    private void collect() {
        long time = moment();
        try {
            sources.forEach(asked -> ask(asked, time));
            if (++rounds % ROUNDS_TO_SWEEP == 0) {
                store.sweep();
            }
        } catch (RuntimeException e) {
            // Otherwise there would be no next time.
            trouble.accept("samples of metrics could not be taken: " + e);
        } finally {
            if (!thread.isShutdown()) {
                next();
            }
        }
    }

    private void ask(Asked asked, long time) {
        List<SeriesSample> samples = new ArrayList<>();
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);
            asked.source.write(text);
            samples.addAll(asked.reader.read(text.toString(StandardCharsets.UTF_8)));
            samples.add(new SeriesSample(asked.up, 1));
            asked.failing = false;
        } catch (IOException | RuntimeException e) {
            samples.add(new SeriesSample(asked.up, 0));
            if (!asked.failing) {
                asked.failing = true;
                trouble.accept("samples of " + asked.source.job() + " could not be taken: " + e);
            }
        }
        store.add(asked.source.job(), time, samples);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
