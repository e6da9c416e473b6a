package io.aiplat.operator.pods;

import io.aiplat.model.ApplianceException;
import io.aiplat.routing.Origin;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Published routes, for a gateway that is a pod: watches the Secret of the operator, and is a source for each
/// resource in it. What cannot be read changes nothing.
public final class PublishedRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRoutes.class);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final String secret;
    private final PublishedScaling scaling;
    private final Consumer<RouteSource> add;
    private final Consumer<RouteSource> remove;
    private final Map<Origin, Held> sources = new HashMap<>();
    private final SharedIndexInformer<Secret> informer;

    /// Begins to watch; what is published by now is known when it returns.
    ///
    /// @param secret  its name, in the pod's namespace
    /// @param scaling takes in what it says of servers
    /// @param add    takes a source in
    /// @param remove lets go of one
    /// @throws ApplianceException `CLUSTER_API_REFUSED` and the like
    public PublishedRoutes(
            PodCluster cluster,
            String secret,
            PublishedScaling scaling,
            Consumer<RouteSource> add,
            Consumer<RouteSource> remove) {
        this.secret = secret;
        this.scaling = scaling;
        this.add = add;
        this.remove = remove;
        this.informer = cluster.api()
                .call(
                        "watch secret " + secret,
                        () -> cluster.api()
                                .client()
                                .secrets()
                                .inNamespace(cluster.namespace())
                                .withName(secret)
                                .inform(handler()));
    }

    private ResourceEventHandler<Secret> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret now) {
                become(now);
            }

            @Override
            public void onUpdate(Secret before, Secret now) {
                become(now);
            }

            @Override
            public void onDelete(Secret before, boolean unknown) {
                // Somebody has deleted it, and the operator writes it again; a gateway does not forget for that.
                LOG.warn("the secret {} is gone; what was served is served on", PublishedRoutes.this.secret);
            }
        };
    }

    private synchronized void become(Secret now) {
        Map<String, byte[]> entries = PodCluster.entries(now);
        // A route is never known before what is known of its servers.
        scaling.become(entries.get(ScalingDocument.ENTRY));
        byte[] bytes = entries.get(RoutePublication.ENTRY);
        if (bytes == null) {
            return;
        }
        try {
            Set<Origin> there = new HashSet<>();
            for (RouteDocument.Published each : RouteDocument.of(bytes).sources()) {
                there.add(each.origin());
                Held held = sources.get(each.origin());
                if (held == null) {
                    held = new Held(each.origin(), each.fragment());
                    sources.put(each.origin(), held);
                    add.accept(held);
                } else {
                    held.become(each.fragment());
                }
            }
            for (Origin gone : Set.copyOf(sources.keySet())) {
                if (!there.contains(gone)) {
                    Held held = sources.remove(gone);
                    if (held != null) {
                        remove.accept(held);
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{}",
                    PodProblems.routesUnreadable(secret, String.valueOf(e.getMessage()))
                            .toText());
        }
    }

    /// Tokens of the keys that the operator has made for all gateways, by their names. Waits until they are there.
    ///
    /// @throws ApplianceException OPERATOR_NOT_THERE if they do not come in time
    public Map<String, io.aiplat.model.Secret> keys(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<String, io.aiplat.model.Secret> keys = new TreeMap<>();
            informer.getStore()
                    .list()
                    .forEach(each -> PodCluster.entries(each).forEach((name, bytes) -> {
                        if (!name.equals(RoutePublication.ENTRY) && !name.equals(ScalingDocument.ENTRY)) {
                            keys.put(name, new io.aiplat.model.Secret(new String(bytes, StandardCharsets.UTF_8)));
                        }
                    }));
            if (!keys.isEmpty()) {
                return keys;
            }
            if (System.nanoTime() - end >= 0) {
                throw new ApplianceException(PodProblems.operatorNotThere(secret));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(PodProblems.stopped(), e);
        }
    }

    @Override
    public void close() {
        informer.stop();
    }

    /// What is held of one resource.
    private static final class Held implements RouteSource {
        private final Origin origin;
        private volatile Fragment fragment;
        private volatile Runnable changed = () -> {};

        Held(Origin origin, Fragment fragment) {
            this.origin = origin;
            this.fragment = fragment;
        }

        void become(Fragment other) {
            if (!other.equals(fragment)) {
                fragment = other;
                changed.run();
            }
        }

        @Override
        public Origin origin() {
            return origin;
        }

        @Override
        public FragmentResult current() {
            return new FragmentResult.Complete(fragment);
        }

        @Override
        public void onChange(Runnable listener) {
            changed = listener;
        }
    }
}
