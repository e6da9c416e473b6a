package io.aiplat.launcher.command.gitops;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.cluster.delivery.DeliveryProblems;
import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.gitops.GitopsService;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.provisioning.gitops.DeliveryTarget;
import io.aiplat.provisioning.gitops.GitopsProblems;
import io.aiplat.provisioning.gitops.GitopsReconciler;
import io.aiplat.store.LockFile;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsStatus;
import io.aiplat.store.gitops.GitopsStatus.Phase;
import io.aiplat.store.gitops.GitopsTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat gitops`: folders and git repositories as sources of what the cluster shall have.
@Command(
        name = "gitops",
        description = {
            "Have the cluster follow a folder or a git repository: what is in it is applied, what was taken out is"
                    + " deleted, and what others change is put right.",
            "The appliance looks at each source when its interval is over; `aiplat gitops show NAME` says what came of"
                    + " it."
        })
public final class GitopsCommand implements Runnable {
    private static final String REMOVE = "aiplat gitops remove";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Invocation invocation;

    public GitopsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    @Command(
            name = "add",
            description = {
                "Add a source, or say anew what one is. It is read and built at once, and applied by the appliance.",
                "The cluster remembers what came of it under its name, as of `aiplat deploy --name NAME`."
            })
    void add(
            @Parameters(paramLabel = "NAME", description = "name of the source") String name, @Mixin SourceOptions as) {
        GitopsSource source = as.source(invocation, name);
        Secret credential = as.credential(invocation);
        try (InstallScope scope = scope()) {
            scope.home().open();
            GitopsFiles files = new GitopsFiles(scope.home());
            int objects;
            try (LockFile _ = locked(files, name)) {
                objects = tried(files, scope.gitops(), source, credential);
                files.write(source);
            }
            boolean serves = scope.appliance().running().isPresent();
            invocation
                    .output()
                    .value(
                            GitopsText.json(source, files.status(name)),
                            name + ": " + objects + " objects in " + GitopsText.from(source) + "\n"
                                    + (serves
                                            ? "The appliance applies them now; follow it: aiplat gitops show " + name
                                            : "Nothing serves now, so apply them by: aiplat gitops sync " + name)
                                    + "\n");
        }
    }

    /// What opened it before opens it still, if the new one does not.
    private static int tried(
            GitopsFiles files, GitopsReconciler reconciler, GitopsSource source, @Nullable Secret credential) {
        Optional<Secret> before = files.credential(source.name());
        boolean good = false;
        try {
            files.keep(source.name(), credential);
            int objects = reconciler.look(source);
            good = true;
            return objects;
        } finally {
            if (!good) {
                files.keep(source.name(), before.orElse(null));
            }
        }
    }

    @Command(name = "list", description = "List all sources, and how they are.")
    void list() {
        try (InstallScope scope = scope()) {
            GitopsFiles files = new GitopsFiles(scope.home());
            List<GitopsSource> sources = files.all();
            List<GitopsStatus> statuses =
                    sources.stream().map(source -> files.status(source.name())).toList();
            invocation
                    .output()
                    .value(
                            sources.stream()
                                    .map(source -> GitopsText.json(source, files.status(source.name())))
                                    .toList(),
                            GitopsText.table(sources, statuses, Instant.now()));
        }
    }

    @Command(name = "show", description = "Show a source: how it is, what is wrong, and what changed when.")
    void show(
            @CompletesAs(CompletionKind.SOURCES) @Parameters(paramLabel = "NAME", description = "name of the source")
                    String name) {
        try (InstallScope scope = scope()) {
            GitopsFiles files = new GitopsFiles(scope.home());
            GitopsSource source = known(files, name);
            GitopsStatus status = files.status(name);
            invocation
                    .output()
                    .value(GitopsText.json(source, status), GitopsText.details(source, status, Instant.now()));
        }
    }

    @Command(name = "sync", description = "Look at a source now, apply what is in it, and wait until all is ready.")
    void sync(
            @CompletesAs(CompletionKind.SOURCES) @Parameters(paramLabel = "NAME", description = "name of the source")
                    String name,
            @Option(names = "--no-wait", description = "do not wait until all is ready") boolean noWait) {
        try (InstallScope scope = scope()) {
            GitopsFiles files = new GitopsFiles(scope.home());
            GitopsSource source = known(files, name);
            if (source.suspended()) {
                throw new ApplianceException(GitopsProblems.suspended(name));
            }
            Duration limit = scope.settings().waits().workload();
            Clusters.Own cluster = Clusters.own(scope);
            DeliveryTarget target = GitopsService.target(
                    cluster.provider().kube(), cluster.made().namespace(), name, limit);
            GitopsStatus status = synced(files, scope.gitops(), source, target, noWait ? Duration.ZERO : limit);
            invocation
                    .output()
                    .value(
                            GitopsText.json(source, status),
                            name + ": " + GitopsText.revision(status.applied()) + " is applied, " + status.objects()
                                    + " objects" + (status.phase() == Phase.READY ? ", all ready" : "") + "\n");
        }
    }

    private GitopsStatus synced(
            GitopsFiles files,
            GitopsReconciler reconciler,
            GitopsSource source,
            DeliveryTarget target,
            Duration limit) {
        long begin = System.nanoTime();
        List<String> told = List.of();
        while (true) {
            GitopsStatus status;
            try (LockFile _ = locked(files, source.name())) {
                status = reconciler.reconcile(source, target, invocation.output()::note);
            }
            GitopsTrouble problem = status.problem();
            if (problem != null) {
                throw new ApplianceException(problem.problem());
            }
            if (status.phase() == Phase.READY || limit.isZero()) {
                return status;
            }
            List<String> before = told;
            told = status.waiting();
            told.stream()
                    .filter(each -> !before.contains(each))
                    .forEach(each -> invocation.output().note("waiting: " + each));
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new ApplianceException(DeliveryProblems.notReady(told));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(CommandProblems.interrupted(), e);
        }
    }

    @Command(name = "suspend", description = "Stop following a source; what came of it stays.")
    void suspend(
            @CompletesAs(CompletionKind.SOURCES) @Parameters(paramLabel = "NAME", description = "name of the source")
                    String name) {
        suspend(name, true);
    }

    @Command(name = "resume", description = "Follow a source again.")
    void resume(
            @CompletesAs(CompletionKind.SOURCES) @Parameters(paramLabel = "NAME", description = "name of the source")
                    String name) {
        suspend(name, false);
    }

    private void suspend(String name, boolean now) {
        try (InstallScope scope = scope()) {
            GitopsFiles files = new GitopsFiles(scope.home());
            GitopsSource source;
            try (LockFile _ = locked(files, known(files, name).name())) {
                source = known(files, name).suspended(now);
                files.write(source);
            }
            invocation
                    .output()
                    .value(
                            GitopsText.json(source, files.status(name)),
                            name + (now ? " is suspended; what came of it stays as it is" : " is followed again")
                                    + "\n");
        }
    }

    @Command(name = "remove", description = "Forget a source, and keep or delete what came of it.")
    void remove(
            @CompletesAs(CompletionKind.SOURCES) @Parameters(paramLabel = "NAME", description = "name of the source")
                    String name,
            @Option(names = "--keep", description = "leave in the cluster what came of it") boolean keep,
            @Option(names = "--prune", description = "delete what came of it") boolean prune,
            @Option(
                            names = "--purge",
                            description = "with --prune: namespaces, volumes and definitions too, with all that is in"
                                    + " them")
                    boolean purge) {
        if (keep == prune || (purge && !prune)) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "Say what becomes of what came of it: --keep, --prune, or --prune --purge", REMOVE));
        }
        try (InstallScope scope = scope()) {
            GitopsFiles files = new GitopsFiles(scope.home());
            known(files, name);
            Delivery.Outcome outcome = new Delivery.Outcome(List.of(), 0, List.of(), List.of());
            try (LockFile _ = locked(files, name)) {
                if (prune) {
                    outcome = pruned(scope, name, purge);
                }
                files.forget(name);
            }
            String kept = outcome.kept().isEmpty()
                    ? ""
                    : "Kept, because it holds data: " + String.join(", ", outcome.kept())
                            + "; delete it: aiplat deploy --remove --purge --name " + name + "\n";
            invocation
                    .output()
                    .value(
                            Map.of("name", name, "removed", outcome.removed(), "kept", outcome.kept()),
                            name + " is forgotten, " + outcome.removed().size() + " deleted\n" + kept);
        }
    }

    private Delivery.Outcome pruned(InstallScope scope, String name, boolean purge) {
        Clusters.Own cluster = Clusters.own(scope);
        Delivery delivery =
                new Delivery(cluster.provider().kube(), cluster.made().namespace(), name);
        return delivery.isKnown()
                ? delivery.remove(purge, scope.settings().waits().workload(), invocation.output()::note)
                : new Delivery.Outcome(List.of(), 0, List.of(), List.of());
    }

    private InstallScope scope() {
        return new InstallScope(invocation.surroundings(), invocation.settings());
    }

    private static GitopsSource known(GitopsFiles files, String name) {
        return files.source(name)
                .orElseThrow(() -> new ApplianceException(GitopsProblems.unknown(
                        name, files.all().stream().map(GitopsSource::name).toList())));
    }

    private static LockFile locked(GitopsFiles files, String name) {
        LockFile lock = files.lock(name, PATIENCE);
        if (lock == null) {
            throw new ApplianceException(GitopsProblems.busy(name));
        }
        return lock;
    }
}
