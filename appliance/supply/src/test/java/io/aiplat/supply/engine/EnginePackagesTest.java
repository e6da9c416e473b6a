package io.aiplat.supply.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is installed, chosen and removed, with programs that are scripts; that a real one runs is for EnginesIT.
class EnginePackagesTest {
    private static final EngineTrial STARTS = program -> new EngineBuild("b6840", List.of());
    private static final EngineTrial STARTS_NOT = program -> {
        throw new ApplianceException(EngineProblems.doesNotStart(program.toString(), "libfoo.so: not found."));
    };

    @TempDir
    Path folder;

    private EnginePackages packages(EngineTrial trial) {
        return new EnginePackages(folder.resolve("engines"), trial);
    }

    private EnginePackage install(Path from) {
        return packages(STARTS).install(List.of(from), EngineWish.of("llamacpp", from.toString()), Progress.NONE);
    }

    private Path release() throws IOException {
        return EngineArchives.tarGz(folder.resolve("release.tar.gz"), EngineArchives::release);
    }

    private String refusal(EngineArchives.Entries entries) throws IOException {
        Path archive = EngineArchives.tarGz(folder.resolve("bad.tar.gz"), tar -> {
            EngineArchives.release(tar);
            entries.to(tar);
        });
        var problem =
                assertThrows(ApplianceException.class, () -> install(archive)).problem();
        assertEquals("ENGINES_NOT_A_PACKAGE", problem.code().id());
        assertFalse(Files.exists(folder.resolve("engines")), "nothing is left of it");
        return problem.why();
    }

    @Test
    void aReleaseIsInstalledWithItsLinksAndUsedWhenItIsChosen() throws IOException {
        EnginePackage made = install(release());

        assertEquals("b6840-cpu", made.id());
        assertEquals("llama-b6840/llama-server", made.program());
        assertTrue(Files.isExecutable(made.binary()));
        Path link = made.files().resolve("llama-b6840/libggml.so");
        assertEquals(Path.of("libggml.so.0.9"), Files.readSymbolicLink(link));
        assertEquals(List.of(made), packages(STARTS).installed());
        assertEquals(Optional.empty(), packages(STARTS).used("llamacpp"));

        packages(STARTS).use(made);

        assertEquals(Optional.of(made), packages(STARTS).used("llamacpp"));
    }

    @Test
    void theDigestIsOfTheContentAndNotOfThePacking() throws IOException {
        EnginePackage unpacked = install(release());
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (Stream<Path> walk = Files.walk(unpacked.files())) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path to = copy.resolve(unpacked.files().relativize(path).toString());
                if (Files.isSymbolicLink(path)) {
                    Files.createSymbolicLink(to, Files.readSymbolicLink(path));
                } else if (!Files.isDirectory(path)) {
                    Files.createDirectories(to.getParent());
                    Files.copy(path, to);
                    Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(path));
                } else {
                    Files.createDirectories(to);
                }
            }
        }
        packages(STARTS).remove(unpacked);

        assertEquals(unpacked.digest(), install(copy).digest());
    }

    @Test
    void aZipIsInstalledToo() throws IOException {
        Path archive = folder.resolve("release.zip");
        // The JDK writes no modes.
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("build/bin/llama-server"));
            zip.write(EngineArchives.PROGRAM.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }

        assertEquals("build/bin/llama-server", install(archive).program());
    }

    @Test
    void librariesOfAnotherArchiveComeBesideTheProgram() throws IOException {
        Path libraries = EngineArchives.tarGz(folder.resolve("cudart.tar.gz"), tar -> {
            EngineArchives.file(tar, "cudart/lib/libcudart.so.12", "cudart", 0644);
            EngineArchives.file(tar, "cudart/libggml.so.0.9", "another", 0644);
        });

        EnginePackage made = packages(STARTS)
                .install(List.of(release(), libraries), EngineWish.of("llamacpp", "a release"), Progress.NONE);

        Path beside = made.binary().resolveSibling("libcudart.so.12");
        assertEquals("cudart", Files.readString(beside));
        assertEquals(
                "library", Files.readString(made.binary().resolveSibling("libggml.so.0.9")), "what was there stays");
    }

    @Test
    void anArchiveThatWouldWriteElsewhereIsRefused() throws IOException {
        assertEquals(
                "It has a file that leads out of it: ../../escaped.",
                refusal(tar -> EngineArchives.file(tar, "../../escaped", "x", 0644)));
        assertEquals(
                "It has a file with a name that is none: /etc/passwd.",
                refusal(tar -> EngineArchives.file(tar, "/etc/passwd", "x", 0644)));
        assertEquals(
                "It has a link that leads out of it: llama-b6840/out to ../../../etc.",
                refusal(tar -> EngineArchives.link(tar, "llama-b6840/out", "../../../etc")));
        assertEquals(
                "It has a link that leads out of it: llama-b6840/out to /etc/passwd.",
                refusal(tar -> EngineArchives.link(tar, "llama-b6840/out", "/etc/passwd")));
        assertEquals(
                "It has something that is neither file, folder nor symbolic link: llama-b6840/hard.",
                refusal(tar -> EngineArchives.special(tar, "llama-b6840/hard", "/etc/passwd", TarConstants.LF_LINK)));
        assertEquals(
                "It has something that is neither file, folder nor symbolic link: llama-b6840/pipe.",
                refusal(tar -> EngineArchives.special(tar, "llama-b6840/pipe", "", TarConstants.LF_FIFO)));
        // Each by itself stays inside: the first leads to the second's folder, and from there out.
        assertTrue(refusal(tar -> {
                    EngineArchives.link(tar, "a", "b/..");
                    EngineArchives.link(tar, "b", "llama-b6840/../..");
                })
                .startsWith("It has a link that leads out of it"));
        // A file behind a link that is not made yet is a file where a folder should be.
        refusal(tar -> {
            EngineArchives.link(tar, "sub", "llama-b6840");
            EngineArchives.file(tar, "sub/x", "x", 0644);
        });
        refusal(tar -> EngineArchives.file(tar, "llama-b6840/llama-server", "twice", 0755));
    }

    @Test
    void whatDoesNotStartIsNotInstalled() throws IOException {
        Path archive = release();

        var problem = assertThrows(
                        ApplianceException.class,
                        () -> packages(STARTS_NOT)
                                .install(List.of(archive), EngineWish.of("llamacpp", "x"), Progress.NONE))
                .problem();

        assertEquals("ENGINES_DOES_NOT_START", problem.code().id());
        assertFalse(Files.exists(folder.resolve("engines")));
    }

    @Test
    void whatStartsNoLongerIsNotChosen() throws IOException {
        EnginePackage first = install(release());
        packages(STARTS).use(first);
        Path other = EngineArchives.tarGz(
                folder.resolve("other.tar.gz"), tar -> EngineArchives.file(tar, "llama-server", "#!/bin/false", 0755));
        EngineWish wish = new EngineWish("llamacpp", "b6841", null, null, "other");
        EnginePackage second = packages(STARTS).install(List.of(other), wish, Progress.NONE);

        assertThrows(ApplianceException.class, () -> packages(STARTS_NOT).use(second));

        assertEquals(Optional.of(first), packages(STARTS).used("llamacpp"));
    }

    @Test
    void bytesOfAnotherDigestAreRefusedBeforeAnythingIsUnpacked() throws IOException {
        Path archive = release();
        EngineWish right =
                new EngineWish("llamacpp", null, null, new BlobDigest(Digests.sha256(archive)), archive.toString());
        EngineWish wrong = new EngineWish("llamacpp", null, null, new BlobDigest("0".repeat(64)), archive.toString());

        var problem = assertThrows(
                        ApplianceException.class,
                        () -> packages(program -> {
                                    throw new AssertionError("it was run");
                                })
                                .install(List.of(archive), wrong, Progress.NONE))
                .problem();

        assertEquals("ENGINES_CHECKSUM_WRONG", problem.code().id());
        assertEquals(
                "b6840-cpu",
                packages(STARTS).install(List.of(archive), right, Progress.NONE).id());
    }

    @Test
    void oneThatRunsIsNotRemovedAndOneThatDoesNotLeavesNothing() throws Exception {
        Path from = folder.resolve("from");
        Files.createDirectories(from);
        // A program that is no script: of a script only its interpreter is seen to run.
        Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), from.resolve("llama-server"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        EnginePackage made = install(from);
        packages(STARTS).use(made);
        Process running = new ProcessBuilder(made.binary().toString(), "60").start();
        try {
            var problem = assertThrows(
                            ApplianceException.class, () -> packages(STARTS).remove(made))
                    .problem();

            assertEquals("ENGINES_IN_USE", problem.code().id());
            assertTrue(problem.why().contains(Long.toString(running.pid())), problem.why());
            assertTrue(running.isAlive());
            assertEquals(List.of(made), packages(STARTS).installed());
        } finally {
            running.destroyForcibly().waitFor();
        }

        packages(STARTS).remove(made);

        assertFalse(Files.exists(folder.resolve("engines")), "nothing is left");
    }

    @Test
    void whatAKilledInstallationLeftIsSweptAway() throws IOException {
        Path left = folder.resolve("engines/llamacpp/incoming-999999999-0/files");
        Files.createDirectories(left);
        Files.writeString(left.resolve("llama-server"), "half");

        assertEquals(List.of(), packages(STARTS).installed());
        install(release());

        assertFalse(Files.exists(left));
    }

    @Test
    void theSameAgainChangesNothing() throws IOException {
        EnginePackage first = install(release());
        var made = Files.getLastModifiedTime(first.folder().resolve("engine.json"));

        assertEquals(first, install(release()));
        assertEquals(made, Files.getLastModifiedTime(first.folder().resolve("engine.json")));
    }
}
