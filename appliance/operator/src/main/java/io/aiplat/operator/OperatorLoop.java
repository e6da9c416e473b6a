package io.aiplat.operator;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.operator.realization.Realizers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Supervision loop of the operator: starts it as soon as the cluster answers, and anew where the cluster's node was
/// replaced and has another client. What goes wrong is logged once, and tried again.
public final class OperatorLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorLoop.class);
    private static final Duration SOON = Duration.ofSeconds(3);
    /// A node is replaced seldom, and informers find their way back to one that is not.
    private static final Duration LATER = Duration.ofSeconds(20);

    private final Supplier<Optional<KubernetesApi>> cluster;
    private final String owner;
    private final Realizers realizers;
    private final InstantSource clock;
    private final @Nullable String namespace;
    private final Thread thread;
    private volatile List<Problem> leftAlone = List.of();
    private volatile boolean watching;
    private @Nullable ResourceOperator running;
    private @Nullable KubernetesApi watched;
    private String told = "";

    private OperatorLoop(
            Supplier<Optional<KubernetesApi>> cluster,
            String owner,
            Realizers realizers,
            InstantSource clock,
            @Nullable String namespace) {
        this.namespace = namespace;
        this.cluster = cluster;
        this.owner = owner;
        this.realizers = realizers;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("operator").unstarted(this::run);
    }

    /// Begins.
    ///
    /// @param cluster its API now; empty as long as it does not answer
    /// @param owner   id of the home
    public static OperatorLoop start(
            Supplier<Optional<KubernetesApi>> cluster, String owner, Realizers realizers, InstantSource clock) {
        return startIn(cluster, owner, realizers, clock, null);
    }

    /// Begins in one namespace, where all definitions are made already.
    ///
    /// @param namespace null for all, and for definitions that are made
    public static OperatorLoop startIn(
            Supplier<Optional<KubernetesApi>> cluster,
            String owner,
            Realizers realizers,
            InstantSource clock,
            @Nullable String namespace) {
        OperatorLoop loop = new OperatorLoop(cluster, owner, realizers, clock, namespace);
        loop.thread.start();
        return loop;
    }

    /// Whether it watches the cluster by now.
    public boolean watches() {
        return watching;
    }

    /// Kinds that another operator owns, and so are left alone.
    public List<Problem> leftAlone() {
        return leftAlone;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(running == null ? SOON : LATER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    private void look() {
        try {
            Optional<KubernetesApi> now = cluster.get();
            if (now.isEmpty() || now.get().equals(watched)) {
                return;
            }
            stop();
            ResourceOperator started = ResourceOperator.start(now.get().client(), owner, realizers, clock, namespace);
            running = started;
            watched = now.get();
            watching = true;
            leftAlone = started.leftAlone();
            told = "";
            LOG.info("the operator watches {}", now.get().url());
        } catch (ApplianceException e) {
            tell(e.problem().toText());
        } catch (RuntimeException e) {
            tell(e.toString());
        }
    }

    private void tell(String trouble) {
        if (!trouble.equals(told)) {
            told = trouble;
            LOG.warn("the operator does not run yet: {}", trouble);
        }
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
            watched = null;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        realizers.close();
    }
}
