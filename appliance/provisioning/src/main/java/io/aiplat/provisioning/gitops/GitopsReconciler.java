package io.aiplat.provisioning.gitops;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.store.gitops.GitopsChange;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsStatus;
import io.aiplat.store.gitops.GitopsStatus.Phase;
import io.aiplat.store.gitops.GitopsTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reconciler of sources: makes a cluster have what one has. All of a revision is tried before anything of it is
/// applied, so what is wrong with it changes nothing. Whoever calls it has the lock of the source.
public final class GitopsReconciler {
    private static final Duration SOONEST = Duration.ofSeconds(5);
    private static final int MOST_NAMED = 100;

    private final GitopsFiles files;
    private final SourceReader reader;
    private final InstantSource clock;

    /// @param environment of this process
    /// @param network     proxies, and a company's authority
    public GitopsReconciler(
            GitopsFiles files, Map<String, String> environment, Settings.Network network, InstantSource clock) {
        this.files = files;
        this.reader = new SourceReader(files, environment, network);
        this.clock = clock;
    }

    /// Reads a source, and builds what it has; applies nothing.
    ///
    /// @return how many objects it has
    /// @throws ApplianceException if it cannot be read or built
    public int look(GitopsSource source) {
        return built(source, reader.read(source)).objects().size();
    }

    private static SourceObjects.Built built(GitopsSource source, Snapshot files) {
        try {
            SourceObjects.Built built = SourceObjects.build(files, source.path());
            if (built.objects().isEmpty()) {
                throw new ApplianceException(GitopsProblems.empty(source.name()));
            }
            return built;
        } catch (ApplianceException e) {
            Problem problem = e.problem();
            throw new ApplianceException(
                    new Problem(
                            problem.code(),
                            SourceObjects.local(files.root(), problem.what()),
                            SourceObjects.local(files.root(), problem.why()),
                            problem.fixes()),
                    e);
        }
    }

    /// Looks once, and writes down what became of it.
    ///
    /// @param target where the source's objects go
    /// @param told   gets a line for what is done
    /// @return what was written down
    public GitopsStatus reconcile(GitopsSource source, DeliveryTarget target, Consumer<String> told) {
        GitopsStatus before = files.status(source.name());
        GitopsStatus after = look(source, before, target, told);
        files.write(source.name(), after);
        return after;
    }

    private GitopsStatus look(GitopsSource source, GitopsStatus before, DeliveryTarget target, Consumer<String> told) {
        String revision = before.seen();
        try {
            Snapshot snapshot = reader.read(source);
            revision = snapshot.revision();
            SourceObjects.Built built = built(source, snapshot);
            built.notes().forEach(told);
            GitopsStatus applied = applied(before, revision, built, target, told);
            return healthy(source, applied, built.objects().size(), target.health(built.objects()));
        } catch (ApplianceException e) {
            return failed(source, before, revision, e.problem());
        } catch (RuntimeException e) {
            return failed(source, before, revision, GitopsProblems.unexpected(source.name(), e.toString()));
        }
    }

    private GitopsStatus applied(
            GitopsStatus before,
            String revision,
            SourceObjects.Built built,
            DeliveryTarget target,
            Consumer<String> told) {
        boolean fresh = !revision.equals(before.applied());
        List<String> differences = target.differences(built.objects());
        Delivery.Outcome outcome = differences.isEmpty() && !fresh
                ? new Delivery.Outcome(List.of(), built.objects().size(), List.of(), List.of())
                : target.apply(built.objects(), told);
        boolean changed = !outcome.changed().isEmpty() || !outcome.removed().isEmpty();
        List<GitopsChange> history = fresh || changed
                ? before.with(new GitopsChange(
                        revision,
                        clock.instant(),
                        fresh ? GitopsChange.Cause.REVISION : GitopsChange.Cause.DRIFT,
                        named(outcome.changed()),
                        named(outcome.removed()),
                        named(outcome.kept()),
                        GitopsChange.APPLIED,
                        null))
                : before.history();
        return new GitopsStatus(
                before.phase(),
                revision,
                revision,
                clock.instant(),
                null,
                before.failures(),
                null,
                built.objects().size(),
                List.of(),
                history);
    }

    /// A most of names in one entry, or a history grows with what it tells of.
    private static List<String> named(List<String> words) {
        if (words.size() <= MOST_NAMED) {
            return words;
        }
        List<String> named = new ArrayList<>(words.subList(0, MOST_NAMED));
        named.add("and " + (words.size() - MOST_NAMED) + " more");
        return named;
    }

    private GitopsStatus healthy(
            GitopsSource source, GitopsStatus applied, int objects, Map<String, Readiness> health) {
        List<String> waiting = new ArrayList<>();
        Problem problem = null;
        for (Readiness each : health.values()) {
            switch (each) {
                case Readiness.Ready _ -> {}
                case Readiness.NotYet(String reason) -> waiting.add(reason);
                case Readiness.Never(Problem why) -> {
                    problem = problem == null ? why : problem;
                    waiting.add(why.what() + ".");
                }
            }
        }
        boolean ready = waiting.isEmpty();
        Instant now = clock.instant();
        int failures = ready ? 0 : applied.failures() + 1;
        List<GitopsChange> history = new ArrayList<>(applied.history());
        if (ready && !history.isEmpty() && isOpen(history.getFirst())) {
            history.set(0, history.getFirst().ready(now));
        }
        return new GitopsStatus(
                ready ? Phase.READY : problem == null ? Phase.PROGRESSING : Phase.FAILED,
                applied.seen(),
                applied.applied(),
                now,
                now.plus(pause(source, failures)),
                failures,
                problem == null ? null : GitopsTrouble.of(problem),
                objects,
                waiting.subList(0, Math.min(waiting.size(), MOST_NAMED)),
                history);
    }

    private static boolean isOpen(GitopsChange change) {
        return change.result().equals(GitopsChange.APPLIED) && change.readyAt() == null;
    }

    /// What stands is not touched; the history has it once for each revision and reason.
    private GitopsStatus failed(GitopsSource source, GitopsStatus before, String revision, Problem problem) {
        Instant now = clock.instant();
        int failures = before.failures() + 1;
        GitopsChange change = new GitopsChange(
                revision,
                now,
                GitopsChange.Cause.REVISION,
                List.of(),
                List.of(),
                List.of(),
                problem.code().id() + ": " + problem.what(),
                null);
        GitopsChange last = before.history().isEmpty() ? null : before.history().getFirst();
        boolean known = last != null
                && last.revision().equals(revision)
                && last.result().equals(change.result());
        return new GitopsStatus(
                Phase.FAILED,
                revision,
                before.applied(),
                now,
                now.plus(pause(source, failures)),
                failures,
                GitopsTrouble.of(problem),
                before.objects(),
                List.of(),
                known ? before.history() : before.with(change));
    }

    /// Soon after the first failure, then twice as long each time, and never longer than the interval.
    static Duration pause(GitopsSource source, int failures) {
        Duration interval = Duration.ofSeconds(source.intervalSeconds());
        if (failures == 0) {
            return interval;
        }
        Duration backoff = SOONEST.multipliedBy(1L << Math.min(failures - 1, 12));
        return backoff.compareTo(interval) < 0 ? backoff : interval;
    }
}
