package io.aiplat.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.Governance;
import io.aiplat.governance.StoredResponses;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.Digests;
import io.aiplat.model.Secret;
import io.aiplat.quality.alert.state.AlertStateFile;
import io.aiplat.quality.alert.state.KeptAlerts;
import io.aiplat.quality.alert.state.Silence;
import io.aiplat.quality.alert.state.SilenceMatcher;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Durable;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledArchiveFile;
import io.aiplat.store.InstalledArchiveFile.Installed;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.ModelDigests;
import io.aiplat.store.ModelRegistryFile;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.StateFile;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each store of a home, copied while it is written.
@Timeout(60)
class HomeStoresTest {
    private static final StoredResponses.Bounds KEPT = new StoredResponses.Bounds(Duration.ofDays(1), 1 << 20, 1 << 20);

    @TempDir
    Path folder;

    private Home home;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private final List<Thread> writers = new ArrayList<>();

    /// Writes something again and again.
    private interface Writing {
        void once(int time) throws Exception;
    }

    private void always(Writing writing) {
        writers.add(Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; !over.get(); i++) {
                    writing.once(i);
                }
            } catch (Throwable e) {
                failed.set(e);
            }
        }));
    }

    private static Governance governance(Path store) {
        return Governance.open(
                store,
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                new LoggedGovernance(),
                GovernanceIntervals.NORMAL);
    }

    private static Silence silence(int time) {
        Instant now = Instant.EPOCH;
        return new Silence("s" + time, List.of(SilenceMatcher.parse("a=b")), now, now.plusSeconds(1), "admin", "");
    }

    private StateFile state(Home of) {
        return new StateFile(of.state(), UUID::randomUUID, Clock.systemUTC());
    }

    private void writeAll(Governance governance, CountedSeries series) throws IOException {
        StateFile state = state(home);
        HomeState first = state.readOrCreate();
        always(_ -> state.write(first));
        // Two that are always equal.
        always(time ->
                new DecisionsFile(home).write(Decisions.NONE.withVariables(Map.of("A", "" + time, "B", "" + time))));
        AlertStateFile alerts = new AlertStateFile(home.alerts());
        always(time -> alerts.write(KeptAlerts.NONE.silenced(List.of(silence(time), silence(time)))));
        InstalledBundlesFile bundles = new InstalledBundlesFile(home);
        bundles.write(List.of("first", "0"));
        always(time -> bundles.write(List.of("first", "" + time)));
        InstalledArchiveFile archive = new InstalledArchiveFile(home);
        always(time -> archive.write(new Installed("" + time, "sha256:" + time, Map.of("model tiny", "" + time))));
        ModelRegistryFile registry = new ModelRegistryFile(home);
        registry.note("tiny", "0");
        always(time -> registry.note("tiny", "" + time));
        GitopsFiles sources = new GitopsFiles(home);
        GitopsSource source =
                new GitopsSource("apps", "/srv/apps", false, Reference.HEAD, "", "", 60, Credential.NONE, "", false);
        sources.write(source);
        always(time -> sources.write(source.suspended(time % 2 == 0)));
        OwnerKey key = new OwnerKey(home.ownerKey(), new SecureRandom());
        key.renew();
        always(_ -> key.renew());
        new OwnerKey(home.adminKey(), new SecureRandom()).renew();
        Files.writeString(Files.createDirectories(home.bundleKeys()).resolve("own.pem"), "a key\n");
        Files.writeString(Files.createDirectories(home.authorities()).resolve("ai.example.org.pem"), "another\n");
        // Each response has its number as text, and is deleted when it is the last but one.
        governance.keepResponses(KEPT);
        governance.administration().createKey(new NewKey("first", Role.ORDINARY, null, null, KeySettings.PLAIN));
        int owner = 1;
        always(time -> {
            byte[] text = ("{\"items\":[" + time + "]}").getBytes(StandardCharsets.UTF_8);
            governance.responses().keep(owner, "r" + time, text, text, List.of());
            governance.responses().delete(owner, "r" + (time - 2));
        });
        always(time -> {
            String name = "k" + time;
            governance.administration().createKey(new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN));
        });
        // Each sample has its number as value, a second after the one before; every four hours a block is written.
        always(time -> series.add(time));
        Path model = Files.createDirectories(home.models().resolve("tiny"));
        Files.writeString(model.resolve("model.gguf"), "x".repeat(2 << 20));
        Files.writeString(model.resolve("Modelfile"), "FROM tiny\n");
        always(time -> {
            Path coming = Files.createDirectories(home.models().resolve(".incoming-" + time % 2));
            Files.writeString(coming.resolve("model.gguf"), "half");
            Files.deleteIfExists(coming.resolve("model.gguf"));
        });
    }

    @Test
    void eachIsCopiedWhileItIsWrittenAndOpensAgain() throws Exception {
        home = new Home(folder.resolve("home")).open();
        List<Durable> stores = HomeStores.of(home);
        try (Governance governance = governance(home.gateway());
                CountedSeries series = new CountedSeries(home.metrics())) {
            writeAll(governance, series);
            Thread.sleep(300);
            for (int i = 0; i < 3; i++) {
                Path backup = Files.createDirectory(folder.resolve("backup" + i));
                for (Durable store : stores) {
                    store.snapshot(Files.createDirectory(backup.resolve(store.name())));
                    assertEquals(store.format(), store.written(), store.name());
                }
                opens(backup);
            }
            stop();
        }
        assertNull(failed.get());
    }

    @AfterEach
    void stop() throws InterruptedException {
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    /// Their numbers, each of which is its text as well.
    private static List<Integer> responses(Path copy) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("responses.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, items FROM responses ORDER BY rowid")) {
            while (row.next()) {
                int number = Integer.parseInt(row.getString(1).substring(1));
                assertEquals("{\"items\":[" + number + "]}", new String(row.getBytes(2), StandardCharsets.UTF_8));
                numbers.add(number);
            }
        }
        return numbers;
    }

    private void opens(Path backup) throws Exception {
        assertEquals(
                state(home).read(), state(new Home(backup.resolve("state"))).read());
        Map<String, String> variables =
                new DecisionsFile(new Home(backup.resolve("decisions"))).read().variables();
        assertEquals(variables.get("A"), variables.get("B"));
        List<String> bundles = new InstalledBundlesFile(new Home(backup.resolve("bundles"))).read();
        assertEquals("first", bundles.getFirst());
        Installed archive = new InstalledArchiveFile(new Home(backup.resolve("archive")))
                .read()
                .orElseThrow();
        assertEquals(Map.of("model tiny", archive.version()), archive.parts());
        List<Silence> silences =
                new AlertStateFile(backup.resolve("alerts")).read().silences();
        assertEquals(silences.getFirst(), silences.getLast());
        assertTrue(new ModelRegistryFile(new Home(backup.resolve("model-registry")))
                .find("tiny")
                .isPresent());
        for (String name : List.of("owner", "admin")) {
            Optional<Secret> key = new OwnerKey(backup.resolve(name + "-key").resolve(name), new SecureRandom()).read();
            assertTrue(key.isPresent(), name);
        }
        assertEquals("a key\n", Files.readString(backup.resolve("bundle-keys").resolve("own.pem")));
        assertEquals("another\n", Files.readString(backup.resolve("authorities").resolve("ai.example.org.pem")));
        try (Governance copy = governance(backup.resolve("governance"))) {
            int keys = copy.administration().keys().size();
            assertTrue(keys > 2);
            // All of them up to the last one.
            assertTrue(copy.administration().keys().stream()
                    .anyMatch(key -> key.name().equals("k" + (keys - 2))));
        }
        List<Integer> responses = responses(backup.resolve("responses"));
        assertTrue(!responses.isEmpty() && responses.size() <= 3, responses::toString);
        assertEquals(responses.size() - 1, responses.getLast() - responses.getFirst());
        try (CountedSeries copy = new CountedSeries(backup.resolve("metrics"))) {
            double[] values = copy.values();
            assertTrue(values.length > 1_000, () -> "" + values.length);
            for (int i = 0; i < values.length; i++) {
                assertEquals(i, values[i]);
            }
        }
        List<ModelDigests.ModelFile> files = ModelDigests.read(backup.resolve("models"));
        assertEquals(
                List.of("tiny/Modelfile", "tiny/model.gguf"),
                files.stream().map(ModelDigests.ModelFile::path).toList());
        assertEquals(Digests.sha256("x".repeat(2 << 20)), files.getLast().sha256());
        assertEquals("FROM tiny\n", Files.readString(backup.resolve("models/tiny/Modelfile")));
        assertFalse(Files.exists(backup.resolve("models/tiny/model.gguf")), "too large");
    }

    @Test
    void whereThereIsNoHomeNothingIsCopiedAndNothingIsMade() throws IOException {
        home = new Home(folder.resolve("home"));
        for (Durable store : HomeStores.of(home)) {
            assertEquals(0, store.written(), store.name());
            Path copy = Files.createDirectory(folder.resolve(store.name()));
            store.snapshot(copy);
            store.migrate();
            try (Stream<Path> files = Files.list(copy)) {
                assertEquals(0, files.count(), store.name());
            }
        }
        assertFalse(Files.exists(home.root()));
        List<String> names = HomeStores.of(home).stream().map(Durable::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
        // Backups are found by these.
        assertEquals(
                List.of(
                        "state",
                        "decisions",
                        "bundles",
                        "archive",
                        "owner-key",
                        "admin-key",
                        "governance",
                        "responses",
                        "gitops",
                        "bundle-keys",
                        "authorities",
                        "model-registry",
                        "metrics",
                        "models",
                        "alerts"),
                names);
    }

    /// Written by aiplat 0.1: a state of format 1, and what its appliance was started with.
    @Test
    void anOldHomeIsMigrated() throws IOException {
        home = new Home(folder.resolve("home")).open();
        Files.writeString(home.state(), """
                {"format": 1, "owner": "4d4ad5a6", "madeAt": "2026-01-01T00:00:00Z", "cluster": null, "engine": null}
                """);
        Files.writeString(home.decided(), "{\"gateway.port\": \"4001\"}");
        HomeStores.of(home).forEach(Durable::migrate);
        HomeStores.of(home).stream()
                .filter(store -> store.written() != 0)
                .forEach(store -> assertEquals(store.format(), store.written(), store.name()));
        assertEquals(
                Instant.parse("2026-01-01T00:00:00Z"),
                state(home).read().orElseThrow().madeAt());
        assertTrue(Files.readString(home.decisions()).contains("4001"));
    }
}
