package io.aiplat.operator.pods;

import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.RouteLoads;
import io.aiplat.routing.scaling.StartResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Published scaling, for a gateway that is a pod: of which resources no server runs, as the operator says it, and
/// which of them requests wait for, which the operator is told when it asks. Safe for several threads.
public final class PublishedScaling implements ColdStarts {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedScaling.class);

    /// How long a question is kept where there is nothing new to say.
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Duration patience;
    private final Map<Origin, PublishedStart> starts = new ConcurrentHashMap<>();
    private volatile Standing standing = new Standing(0, Map.of());
    private long asked;

    /// @param patience how long a request waits for a server
    public PublishedScaling(Duration patience) {
        this.patience = patience;
    }

    /// What the operator has published last.
    private record Standing(long number, Map<Origin, ScalingDocument.Resting> resting) {}

    /// Takes in what is published.
    ///
    /// @param bytes of the document; null where there is none
    void become(byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        try {
            ScalingDocument document = ScalingDocument.of(bytes);
            standing = new Standing(
                    document.number(),
                    document.resting().stream()
                            .collect(Collectors.toMap(ScalingDocument.Resting::origin, Function.identity())));
            starts.values().forEach(PublishedStart::look);
        } catch (IllegalArgumentException e) {
            LOG.warn("what the operator says of servers cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public @Nullable ColdStart of(Origin origin) {
        return origin.kind() == Origin.Kind.RESOURCE ? starts.computeIfAbsent(origin, PublishedStart::new) : null;
    }

    @Override
    public Duration patience() {
        return patience;
    }

    /// Answers the operator: at once where a start was asked for that it does not know of, else after a second.
    ///
    /// @param question as it was sent
    /// @param loads    of this gateway
    /// @throws IllegalArgumentException if it is no question
    public byte[] answer(byte[] question, RouteLoads loads) throws InterruptedException {
        LoadExchange.Question read = LoadExchange.read(question, LoadExchange.Question.class);
        long now = await(read.after());
        // First what is known, then what is counted: a request counts itself in before it looks who runs.
        long number = standing.number;
        List<LoadExchange.Load> counted = new ArrayList<>();
        for (LoadExchange.Asked each : read.routes()) {
            RouteLoad load = loads.of(each.origin(), each.route());
            counted.add(new LoadExchange.Load(each.origin(), load.inFlight(), load.ended()));
        }
        List<Origin> wanted = starts.values().stream()
                .filter(PublishedStart::isWanted)
                .map(start -> start.origin)
                .toList();
        return LoadExchange.bytes(new LoadExchange.Answer(number, now, wanted, counted));
    }

    private synchronized long await(long known) throws InterruptedException {
        long end = System.nanoTime() + OFTEN.toNanos();
        // A number that was never said is that of a gateway before this one.
        while (asked == known && end - System.nanoTime() > 0) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return asked;
    }

    private synchronized void tell() {
        asked++;
        notifyAll();
    }

    /// Start of the servers of one resource.
    private final class PublishedStart implements ColdStart {
        private final Origin origin;
        private @Nullable CompletableFuture<StartResult> waited;

        PublishedStart(Origin origin) {
            this.origin = origin;
        }

        @Override
        public boolean isRunning() {
            return !standing.resting.containsKey(origin);
        }

        @Override
        public CompletableFuture<StartResult> start() {
            CompletableFuture<StartResult> result;
            synchronized (this) {
                if (waited != null) {
                    return waited;
                }
                result = new CompletableFuture<>();
                waited = result;
            }
            look();
            if (!result.isDone()) {
                tell();
            }
            return result;
        }

        synchronized boolean isWanted() {
            return waited != null;
        }

        /// Tells who waits what has become of it.
        void look() {
            ScalingDocument.Resting resting = standing.resting.get(origin);
            String trouble = resting == null ? null : resting.trouble();
            if (resting != null && trouble == null) {
                return;
            }
            CompletableFuture<StartResult> told;
            synchronized (this) {
                told = waited;
                waited = null;
            }
            if (told != null) {
                told.complete(trouble == null ? new StartResult.Awake() : new StartResult.Failed(trouble));
            }
        }
    }
}
