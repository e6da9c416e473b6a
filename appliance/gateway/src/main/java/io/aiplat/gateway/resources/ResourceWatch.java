package io.aiplat.gateway.resources;

import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Resource monitoring: sees descriptors, memory and disk run short before they are gone. Nothing here is on the
/// way of a request; whoever has a thread that waits calls [#look] now and then.
public final class ResourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Path folder;
    private final Supplier<ResourceUsage> look;
    private final LongSupplier nanos;
    private @Nullable ResourceUsage figures;
    private long lookedAt;
    private Map<Resource, String> shortages = Map.of();

    /// Watches this process.
    ///
    /// @param folder of the store, whose disk is watched
    public ResourceWatch(Path folder) {
        this(folder, () -> ResourceReader.at(folder), System::nanoTime);
    }

    ResourceWatch(Path folder, Supplier<ResourceUsage> look, LongSupplier nanos) {
        this.folder = folder;
        this.look = look;
        this.nanos = nanos;
    }

    /// Looks, if that was not done in the last five seconds, and writes into the log what has begun or ceased to be
    /// short. Reads a few files of the system.
    ///
    /// @return what there is
    public synchronized ResourceUsage look() {
        long now = nanos.getAsLong();
        ResourceUsage seen = figures;
        if (seen != null && now - lookedAt < EVERY.toNanos()) {
            return seen;
        }
        seen = look.get();
        figures = seen;
        lookedAt = now;
        Map<Resource, String> before = shortages;
        Map<Resource, String> next = seen.shortages(folder);
        shortages = next;
        next.forEach((resource, sentence) -> {
            if (!before.containsKey(resource)) {
                LOG.warn("{} runs short: {}", resource.word(), sentence);
            }
        });
        before.keySet().stream()
                .filter(resource -> !next.containsKey(resource))
                .forEach(resource -> LOG.info("{} is enough again", resource.word()));
        return seen;
    }

    /// What runs short, each in a sentence for a person; empty where nothing does.
    public synchronized List<String> shortages() {
        look();
        return List.copyOf(shortages.values());
    }

    /// Which resources run short.
    public synchronized Set<Resource> shortResources() {
        look();
        return Set.copyOf(shortages.keySet());
    }

    /// Shows the figures to whoever scrapes.
    public void addTo(Telemetry telemetry) {
        gauge(telemetry, Gauge.OPEN_FDS, ResourceUsage::openDescriptors);
        gauge(telemetry, Gauge.MAX_FDS, ResourceUsage::mostDescriptors);
        gauge(telemetry, Gauge.RESIDENT, ResourceUsage::resident);
        gauge(telemetry, Gauge.HEAP_USED, ResourceUsage::heapUsed, "heap");
        gauge(telemetry, Gauge.HEAP_LIVE, ResourceUsage::heapLive, "heap");
        gauge(telemetry, Gauge.HEAP_MAX, ResourceUsage::heapMost, "heap");
        gauge(telemetry, Gauge.MEMORY_AVAILABLE, ResourceUsage::available);
        gauge(telemetry, Gauge.MEMORY_SIZE, ResourceUsage::memory);
        gauge(telemetry, Gauge.DISK_FREE, ResourceUsage::diskFree);
        gauge(telemetry, Gauge.DISK_SIZE, ResourceUsage::diskSize);
        telemetry.gauge(Gauge.SHORT, sink -> {
            Set<Resource> few = shortResources();
            for (Resource resource : Resource.values()) {
                sink.set(few.contains(resource) ? 1 : 0, resource.word());
            }
        });
    }

    private void gauge(Telemetry telemetry, Gauge gauge, ToLongFunction<ResourceUsage> figure, String... labels) {
        telemetry.gauge(gauge, sink -> {
            long value = figure.applyAsLong(look());
            if (value >= 0) {
                sink.set((double) value, labels);
            }
        });
    }
}
