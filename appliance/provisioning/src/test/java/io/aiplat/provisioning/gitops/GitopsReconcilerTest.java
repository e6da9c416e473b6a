package io.aiplat.provisioning.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.store.Home;
import io.aiplat.store.gitops.GitopsChange;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import io.aiplat.store.gitops.GitopsStatus;
import io.aiplat.store.gitops.GitopsStatus.Phase;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a source, with a stand-in for the cluster.
class GitopsReconcilerTest {
    private static final Settings.Network DIRECT = new Settings.Network(null, null, List.of(), null, Map.of());
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    private final TargetStandIn cluster = new TargetStandIn();
    private volatile Instant now = NOON;
    private GitopsFiles files;
    private GitopsReconciler reconciler;
    private GitopsSource source;

    @BeforeEach
    void begin() throws IOException {
        files = new GitopsFiles(new Home(folder.resolve("home")).open());
        reconciler = new GitopsReconciler(files, Map.of(), DIRECT, () -> now);
        source = source("shop");
        map("one", "1");
    }

    private GitopsSource source(String name) {
        return new GitopsSource(
                name, folder.resolve("shop").toString(), false, Reference.HEAD, "", "", 60, Credential.NONE, "", false);
    }

    private void map(String name, String value) throws IOException {
        Path file = Files.createDirectories(folder.resolve("shop")).resolve(name + ".yaml");
        Files.writeString(
                file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {v: '" + value + "'}\n");
    }

    private GitopsStatus look() {
        return reconciler.reconcile(source, cluster, line -> {});
    }

    @Test
    void whatItHasIsAppliedAndRemembered() throws IOException {
        map("two", "1");
        GitopsStatus first = look();
        assertEquals(Phase.READY, first.phase());
        assertEquals(
                List.of("ConfigMap one", "ConfigMap two"),
                first.history().getFirst().changed());
        assertEquals(NOON.plusSeconds(60), first.nextAt());
        assertEquals(first, files.status("shop"), "it is written down");
        GitopsStatus second = look();
        assertEquals(first.history(), second.history(), "nothing changed, so there is nothing to tell");
        map("one", "2");
        Files.delete(folder.resolve("shop/two.yaml"));
        GitopsChange third = look().history().getFirst();
        assertEquals(GitopsChange.Cause.REVISION, third.cause());
        assertEquals(List.of("ConfigMap one"), third.changed());
        assertEquals(List.of("ConfigMap two"), third.removed());
    }

    @Test
    void driftIsRepairedAndSaid() {
        look();
        cluster.there.clear();
        GitopsChange change = look().history().getFirst();
        assertEquals(GitopsChange.Cause.DRIFT, change.cause());
        assertEquals(List.of("ConfigMap one"), change.changed());
        assertEquals(1, cluster.there.size());
    }

    @Test
    void whatIsWrongChangesNothingAndIsToldOnce() throws IOException {
        GitopsStatus good = look();
        map("one", "2");
        Files.writeString(folder.resolve("shop/broken.yaml"), "apiVersion: v1\nkind: [\n");
        GitopsStatus bad = look();
        assertEquals(Phase.FAILED, bad.phase());
        assertEquals(good.applied(), bad.applied(), "what stood stands");
        assertNotNull(bad.problem());
        assertEquals("KUSTOMIZE_BROKEN", bad.problem().code());
        assertTrue(bad.problem().problem().toText().contains("broken.yaml"));
        assertFalse(bad.problem().problem().toText().contains("home/tmp"), bad.problem()::why);
        assertEquals(1, cluster.applied.size());
        assertEquals(NOON.plusSeconds(5), bad.nextAt());
        GitopsStatus again = look();
        assertEquals(NOON.plusSeconds(10), again.nextAt(), "twice as long each time");
        assertEquals(bad.history(), again.history(), "the same is told once");
        Files.delete(folder.resolve("shop/broken.yaml"));
        GitopsStatus mended = look();
        assertEquals(Phase.READY, mended.phase());
        assertNull(mended.problem());
        assertEquals(0, mended.failures());
    }

    @Test
    void whatTheClusterRefusesIsTriedBeforeAnythingIsApplied() throws IOException {
        look();
        map("one", "2");
        cluster.refusal = GitopsProblems.empty("stands for what the cluster says");
        GitopsStatus refused = look();
        assertEquals(Phase.FAILED, refused.phase());
        assertEquals(1, cluster.applied.size());
    }

    @Test
    void anEmptyFolderDeletesNothing() throws IOException {
        look();
        Files.delete(folder.resolve("shop/one.yaml"));
        GitopsStatus empty = look();
        assertEquals(
                "GITOPS_EMPTY", empty.problem() == null ? "" : empty.problem().code());
        assertEquals(1, cluster.there.size());
    }

    @Test
    void whatIsNotReadyIsSaidAndWhatFailedIsAProblem() {
        cluster.health.put("ConfigMap one", new Readiness.NotYet("It waits for a volume."));
        GitopsStatus waiting = look();
        assertEquals(Phase.PROGRESSING, waiting.phase());
        assertEquals(List.of("It waits for a volume."), waiting.waiting());
        assertNull(waiting.history().getFirst().readyAt());
        Problem broken = GitopsProblems.empty("of some object");
        cluster.health.put("ConfigMap one", new Readiness.Never(broken));
        assertEquals(Phase.FAILED, look().phase());
        cluster.health.clear();
        now = NOON.plusSeconds(30);
        GitopsStatus ready = look();
        assertEquals(Phase.READY, ready.phase());
        assertEquals(now, ready.history().getFirst().readyAt());
    }

    @Test
    void pausesGrowAndStayWithinTheInterval() {
        assertEquals(Duration.ofSeconds(60), GitopsReconciler.pause(source, 0));
        assertEquals(Duration.ofSeconds(5), GitopsReconciler.pause(source, 1));
        assertEquals(Duration.ofSeconds(40), GitopsReconciler.pause(source, 4));
        assertEquals(Duration.ofSeconds(60), GitopsReconciler.pause(source, 1_000_000));
    }

    @Test
    void oneSourceHoldsUpNoOtherAndWhatIsSuspendedIsLeftAlone() throws InterruptedException {
        TargetStandIn slow = new TargetStandIn();
        slow.held = new CountDownLatch(1);
        TargetStandIn stopped = new TargetStandIn();
        Map<String, TargetStandIn> targets = Map.of("shop", cluster, "slow", slow, "stopped", stopped);
        files.write(source);
        files.write(source("slow"));
        files.write(source("stopped").suspended(true));
        ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        try (GitopsLoop _ = new GitopsLoop(
                        files, reconciler, name -> Optional.ofNullable(targets.get(name)), () -> now, log::add)
                .start()) {
            Eventually.holds(
                    "the quick one is applied",
                    Eventually.SOON,
                    () -> files.status("shop").phase() == Phase.READY);
            assertEquals(Phase.NEW, files.status("slow").phase());
            slow.held.countDown();
            Eventually.holds(
                    "the slow one follows",
                    Eventually.SOON,
                    () -> files.status("slow").phase() == Phase.READY);
            cluster.there.clear();
            now = NOON.plusSeconds(61);
            Eventually.holds("drift is repaired", Eventually.SOON, () -> cluster.there.size() == 1);
            files.write(source("stopped"));
            Eventually.holds(
                    "what was resumed is applied",
                    Eventually.SOON,
                    () -> files.status("stopped").phase() == Phase.READY);
        }
        assertTrue(log.stream().anyMatch(line -> line.startsWith("shop: all of sha256:")), log::toString);
    }
}
