package io.aiplat.provisioning.gitops;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.LockFile;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsStatus;
import io.aiplat.store.gitops.GitopsStatus.Phase;
import io.aiplat.store.gitops.GitopsTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reconcile loop of sources: each is looked at when its time has come, on a virtual thread of its own, so that one
/// that does not answer holds up no other. What commands change is seen within a second.
public final class GitopsLoop implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(10);

    private final GitopsFiles files;
    private final GitopsReconciler reconciler;
    private final Function<String, Optional<DeliveryTarget>> targets;
    private final InstantSource clock;
    private final Consumer<String> log;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Map<String, GitopsSource> started = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Thread thread;

    /// @param targets the target of a source by its name; empty as long as the cluster does not answer
    /// @param log     takes a sentence for what was changed, and for what goes wrong
    public GitopsLoop(
            GitopsFiles files,
            GitopsReconciler reconciler,
            Function<String, Optional<DeliveryTarget>> targets,
            InstantSource clock,
            Consumer<String> log) {
        this.files = files;
        this.reconciler = reconciler;
        this.targets = targets;
        this.clock = clock;
        this.log = log;
        this.thread = Thread.ofVirtual().name("gitops").unstarted(this::run);
    }

    /// Begins.
    ///
    /// @return this
    public GitopsLoop start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(TICK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Begins whatever is due, and returns at once.
    void look() {
        try {
            List<GitopsSource> all = files.all();
            started.keySet()
                    .removeIf(name ->
                            all.stream().noneMatch(source -> source.name().equals(name)));
            all.stream()
                    .filter(source -> !source.suspended() && !running.containsKey(source.name()) && isDue(source))
                    .forEach(this::begin);
        } catch (ApplianceException e) {
            tell("", e.problem().toText());
        }
    }

    /// At once after a start of this process and after a change of what was said of it, else when its time has come.
    private boolean isDue(GitopsSource source) {
        Instant next = files.status(source.name()).nextAt();
        return !source.equals(started.get(source.name())) || next == null || !next.isAfter(clock.instant());
    }

    /// Only the loop's own thread begins them, so there is never a second one for a source.
    private void begin(GitopsSource source) {
        String name = source.name();
        Thread begun = Thread.ofVirtual().name("gitops " + name).unstarted(() -> {
            try {
                reconcile(source);
            } finally {
                running.remove(name);
            }
        });
        running.put(name, begun);
        begun.start();
    }

    private void reconcile(GitopsSource source) {
        String name = source.name();
        try (LockFile lock = files.lock(name, Duration.ZERO)) {
            Optional<DeliveryTarget> target = lock == null ? Optional.empty() : targets.apply(name);
            if (target.isEmpty()) {
                // A command is at it, or the cluster is away: both pass, and this is tried again in a second.
                return;
            }
            started.put(name, source);
            GitopsStatus after = reconciler.reconcile(source, target.get(), line -> log.accept(name + ": " + line));
            GitopsTrouble problem = after.problem();
            tell(name, problem == null ? "" : problem.problem().toText());
            if (after.phase() == Phase.READY && !after.history().isEmpty()) {
                tell(name + "@", "all of " + after.applied() + " is ready");
            }
        } catch (ApplianceException e) {
            tell(name, e.problem().toText());
        } catch (RuntimeException e) {
            tell(name, e.toString());
        }
    }

    /// Once for each piece of news.
    private void tell(String of, @Nullable String news) {
        String text = news == null ? "" : news;
        if (!text.equals(told.put(of, text)) && !text.isEmpty()) {
            log.accept(of.isEmpty() ? text : of.replace("@", "") + ": " + text);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        running.values().forEach(Thread::interrupt);
        try {
            thread.join(END);
            for (Thread each : List.copyOf(running.values())) {
                each.join(END);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
