package io.aiplat.store.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem.Kind;
import io.aiplat.model.Secret;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import io.aiplat.store.gitops.GitopsStatus.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitopsFilesTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    private GitopsFiles files;
    private final GitopsSource shop = new GitopsSource(
            "shop",
            "https://git.example/shop.git",
            true,
            Reference.BRANCH,
            "main",
            "overlays/one",
            60,
            Credential.TOKEN,
            "ada",
            false);

    @BeforeEach
    void open() {
        files = new GitopsFiles(new Home(folder.resolve("home")).open());
    }

    private static GitopsChange change(int number) {
        return new GitopsChange(
                "r" + number, NOON, GitopsChange.Cause.REVISION, List.of("a"), List.of(), List.of(), "applied", null);
    }

    @Test
    void whatIsWrittenIsReadAgainAndNobodyElseReadsIt() throws Exception {
        assertEquals(List.of(), files.all());
        assertEquals(GitopsStatus.NEW, files.status("shop"));
        files.write(shop);
        files.keep("shop", new Secret("t0psecret"));
        GitopsStatus status = new GitopsStatus(
                Phase.FAILED,
                "r2",
                "r1",
                NOON,
                NOON.plusSeconds(5),
                1,
                new GitopsTrouble("GITOPS_EMPTY", Kind.INVALID, "what", "why", List.of("fix")),
                3,
                List.of("waits"),
                List.of(change(2), change(1).ready(NOON)));
        files.write("shop", status);
        assertEquals(List.of(shop), files.all());
        assertEquals(status, files.status("shop"));
        assertEquals(Optional.of(new Secret("t0psecret")), files.credential("shop"));
        try (Stream<Path> all = Files.list(files.credentialFile("shop").getParent())) {
            for (Path file : all.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file::toString);
                assertEquals(
                        file.equals(files.credentialFile("shop")),
                        Files.readString(file).contains("t0psecret"),
                        file::toString);
            }
        }
        files.forget("shop");
        assertEquals(Optional.empty(), files.source("shop"));
        assertEquals(Optional.empty(), files.credential("shop"));
    }

    @Test
    void theHistoryKeepsTheNewest() {
        GitopsStatus status = GitopsStatus.NEW;
        for (int i = 0; i < GitopsStatus.MOST_CHANGES + 5; i++) {
            status = new GitopsStatus(Phase.READY, "", "", null, null, 0, null, 0, List.of(), status.with(change(i)));
        }
        assertEquals(GitopsStatus.MOST_CHANGES, status.history().size());
        assertEquals("r54", status.history().getFirst().revision());
    }

    @Test
    void oneAtATimeIsAtASource() {
        try (LockFile first = files.lock("shop", Duration.ZERO)) {
            assertNotNull(first);
            assertNull(files.lock("shop", Duration.ZERO));
            try (LockFile other = files.lock("other", Duration.ZERO)) {
                assertNotNull(other, "another source is nobody's business");
            }
        }
    }

    @Test
    void aBackupHasAllOfIt() throws Exception {
        files.write(shop);
        files.keep("shop", new Secret("t0psecret"));
        Path backup = Files.createDirectories(folder.resolve("backup/gitops"));
        files.snapshot(backup);
        GitopsFiles copy = new GitopsFiles(new Home(folder.resolve("backup")));
        assertEquals(List.of(shop), copy.all());
        assertTrue(copy.credential("shop").isPresent());
        assertFalse(Files.exists(backup.resolve("shop.status")));
        assertEquals(1, files.written());
    }
}
