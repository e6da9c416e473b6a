package io.aiplat.launcher.serve;

import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.quality.prometheus.MetricExtension;
import io.aiplat.quality.series.SampleCollector;
import io.aiplat.quality.series.SampleSource;
import io.aiplat.quality.series.SeriesBounds;
import io.aiplat.quality.series.SeriesStore;
import io.aiplat.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Metrics that are kept: a store of samples, what takes them, and what answers expressions over them.
public final class KeptMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptMetrics.class);

    private final SeriesStore store;
    private final SampleCollector collector;
    private final MetricExtension extension;

    private KeptMetrics(SeriesStore store, SampleCollector collector, MetricExtension extension) {
        this.store = store;
        this.collector = collector;
        this.extension = extension;
    }

    /// Opens the store of the home, and begins to take samples of our own metrics.
    static KeptMetrics start(ServeScope scope, Telemetry telemetry) {
        SeriesBounds bounds = scope.settings().of(SeriesBounds.class);
        SeriesStore store = SeriesStore.open(scope.home().metrics(), bounds, Clock.systemUTC(), LOG::warn);
        SampleCollector collector = SampleCollector.start(store, bounds, Clock.systemUTC(), LOG::warn);
        collector.add(new OwnMetrics(
                telemetry, URI.create(Appliance.url(scope.settings().gateway())).getAuthority()));
        return new KeptMetrics(
                store, collector, new MetricExtension(store, collector::families, Clock.systemUTC(), Version.number()));
    }

    /// What a scrape of our own endpoint gives, without a connection.
    private record OwnMetrics(Telemetry telemetry, String instance) implements SampleSource {
        @Override
        public String job() {
            return "aiplat";
        }

        @Override
        public void write(OutputStream to) throws IOException {
            telemetry.scrape(to);
        }
    }

    /// Takes samples of somebody else as well.
    public void add(SampleSource source) {
        collector.add(source);
    }

    /// What answers about them over HTTP, and evaluates expressions.
    public MetricExtension extension() {
        return extension;
    }

    @Override
    public void close() {
        extension.close();
        collector.close();
        store.close();
    }
}
