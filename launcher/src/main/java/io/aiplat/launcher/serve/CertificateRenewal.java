package io.aiplat.launcher.serve;

import io.aiplat.cluster.ingress.ServiceExposure;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Exposure;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
import io.aiplat.provisioning.exposure.AuthorityFiles;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renewal of the certificates that services of the cluster show, where the authority of this home has made them. Its
/// key is here and nowhere else, so nobody in the cluster could do it.
final class CertificateRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);
    private static final Duration BETWEEN = Duration.ofHours(12);

    private final InstallScope scope;
    private final ClusterKind cluster;
    private final Thread thread;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    private CertificateRenewal(InstallScope scope, ClusterKind cluster) {
        this.scope = scope;
        this.cluster = cluster;
        this.thread = Thread.ofVirtual().name("certificates").unstarted(this::watch);
    }

    /// Begins to look, where something is exposed, and shows to whoever scrapes when certificates end.
    static CertificateRenewal start(InstallScope scope, Appliance.Decided decided, Telemetry telemetry) {
        CertificateRenewal started = new CertificateRenewal(scope, decided.cluster());
        telemetry.gauge(
                Gauge.CERTIFICATE_EXPIRES,
                sink -> started.ends.forEach((name, end) -> sink.set((double) end.getEpochSecond(), name)));
        if (decided.cluster() != ClusterKind.NONE && scope.settings().exposure().way() != Exposure.Way.NONE) {
            started.thread.start();
        }
        return started;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException _) {
            // It is closed.
        }
    }

    private void look() {
        ServiceExposure exposure =
                new ServiceExposure(new AuthorityFiles(scope.home().authorities()), Clock.systemUTC());
        for (String name : scope.settings().bundles()) {
            Bundle bundle = scope.catalog().bundle(name);
            for (BundleValue value : bundle.values()) {
                if (value instanceof BundleValue.Ingress ingress) {
                    renew(exposure, bundle, ingress.service());
                }
            }
        }
    }

    private void renew(ServiceExposure exposure, Bundle bundle, String service) {
        try {
            String namespace = bundle.namespace(scope.settings().cluster().namespace());
            if (exposure.renew(
                    scope.cluster(cluster).kube(),
                    namespace,
                    bundle.name(),
                    service,
                    scope.settings().exposure())) {
                LOG.info("{} has got another certificate", service);
            }
            exposure.certificateEnd(scope.cluster(cluster).kube(), namespace, service)
                    .ifPresent(end -> ends.put(scope.settings().exposure().host(), end));
        } catch (ApplianceException e) {
            // There are weeks left, and the next look is soon.
            LOG.warn(
                    "the certificate of {} was not looked at: {}",
                    service,
                    e.problem().what());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
