package io.aiplat.operator.pods;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publication of routes: what resources say, in one Secret that all gateways watch. A Secret, because keys of
/// providers are in it. Sources come and go in any thread; one thread looks.
public final class RoutePublication {
    /// Entry of the Secret.
    static final String ENTRY = "routes.json.gz";

    private static final Logger LOG = LoggerFactory.getLogger(RoutePublication.class);

    /// By then every resource was looked at after a start.
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final PodCluster cluster;
    private final String secret;
    private final LongSupplier nanos;
    private final Set<RouteSource> sources = ConcurrentHashMap.newKeySet();
    private final Map<Origin, RouteDocument.Published> before = new ConcurrentHashMap<>();
    private @Nullable RouteDocument published;
    private @Nullable Long begun;
    private String told = "";

    /// Into a Secret of the pod's namespace.
    ///
    /// @param secret its name
    /// @param nanos  clock of intervals, as [System#nanoTime]
    public RoutePublication(PodCluster cluster, String secret, LongSupplier nanos) {
        this.cluster = cluster;
        this.secret = secret;
        this.nanos = nanos;
    }

    /// Takes a source in.
    public void add(RouteSource source) {
        before.remove(source.origin());
        sources.add(source);
    }

    /// Lets go of one.
    public void remove(RouteSource source) {
        sources.remove(source);
        before.remove(source.origin());
    }

    /// Publishes what is new. Nothing is sent where nothing is.
    ///
    /// @return what is in the way; null for nothing
    public @Nullable Problem look() {
        try {
            Long first = begun;
            if (first == null) {
                // Who starts anew takes no route away before its resource was asked again.
                read();
                first = nanos.getAsLong();
                begun = first;
            } else if (nanos.getAsLong() - first >= SETTLED.toNanos()) {
                before.clear();
            }
            RouteDocument now = now();
            if (!now.equals(published)) {
                cluster.put(secret, Map.of(ENTRY, now.bytes()));
                published = now;
                LOG.info("published the routes of {} resources", now.sources().size());
            }
            told = "";
            return null;
        } catch (ApplianceException e) {
            return tell(e.problem());
        } catch (IllegalArgumentException e) {
            return tell(PodProblems.notPublished("It is too much: " + e.getMessage() + "."));
        }
    }

    private Problem tell(Problem problem) {
        if (!problem.toText().equals(told)) {
            told = problem.toText();
            LOG.warn("{}", told);
        }
        return problem;
    }

    private void read() {
        byte[] bytes = cluster.secret(secret).map(each -> each.get(ENTRY)).orElse(null);
        if (bytes == null) {
            return;
        }
        try {
            RouteDocument document = RouteDocument.of(bytes);
            document.sources().forEach(each -> before.put(each.origin(), each));
            sources.forEach(source -> before.remove(source.origin()));
            published = document;
        } catch (IllegalArgumentException e) {
            LOG.warn("the routes of another version are written anew: {}", e.getMessage());
        }
    }

    private RouteDocument now() {
        Map<Origin, RouteDocument.Published> all = new HashMap<>(before);
        for (RouteSource source : sources) {
            if (source.current() instanceof FragmentResult.Complete(Fragment fragment)
                    && !fragment.equals(Fragment.EMPTY)) {
                all.put(source.origin(), new RouteDocument.Published(source.origin(), fragment));
            }
        }
        return new RouteDocument(List.copyOf(all.values()));
    }
}
