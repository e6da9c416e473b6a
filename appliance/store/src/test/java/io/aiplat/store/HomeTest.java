package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void isClosedToOthers() throws IOException {
        Home home = new Home(folder.resolve("new/home")).open();
        for (Path each : List.of(home.root(), home.keys(), home.logs(), home.models(), home.run(), home.tmp())) {
            assertEquals("rwx------", mode(each), each.toString());
        }
        assertEquals("rw-------", mode(home.root().resolve(Home.MARKER)));
    }

    @Test
    void closesAHomeThatWasOpenToOthers() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Files.setPosixFilePermissions(home.keys(), PosixFilePermissions.fromString("rwxr-xr-x"));
        home.open();
        assertEquals("rwx------", mode(home.keys()));
    }

    @Test
    void takesAnEmptyFolder() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertTrue(new Home(empty).open().exists());
        assertEquals("rwx------", mode(empty));
    }

    @Test
    void takesAFolderWithWhatAPersonWroteBeforeTheFirstStart() throws IOException {
        Path prepared = Files.createDirectory(folder.resolve("prepared"));
        Files.writeString(prepared.resolve("aiplat.yaml"), "");
        Files.writeString(new Home(prepared).routes(), "");
        assertTrue(new Home(prepared).open().exists());
    }

    @Test
    void refusesAFolderOfSomebodyElse() throws IOException {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.writeString(theirs.resolve("thesis.tex"), "years of work");
        assertEquals("STORE_HOME_FOREIGN", code(() -> new Home(theirs).open()));
        assertEquals(List.of("thesis.tex"), names(theirs));
    }

    @Test
    void refusesAHomeOfAnotherUser() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        UserPrincipal nobody =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        for (Path theirs : List.of(home.root(), home.keys(), home.root().resolve(Home.MARKER))) {
            UserPrincipal before = Files.getOwner(theirs);
            try {
                Files.setOwner(theirs, nobody);
            } catch (FileSystemException e) {
                Assumptions.abort("only root can give a folder away");
            }
            assertEquals("STORE_HOME_EXPOSED", code(home::open), theirs.toString());
            Files.setOwner(theirs, before);
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.setOwner(empty, nobody);
        assertEquals("STORE_HOME_EXPOSED", code(() -> new Home(empty).open()));
        assertEquals(List.of(), names(empty));
        Path link = Files.createSymbolicLink(folder.resolve("link"), empty);
        assertEquals("STORE_HOME_EXPOSED", code(() -> new Home(link).open()));
    }

    @Test
    void refusesAHomeThatOthersCouldWriteTo() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        for (Path open : List.of(home.root(), home.keys(), home.run())) {
            for (String mode : List.of("rwxrwx---", "rwx----w-")) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
                assertEquals("STORE_HOME_EXPOSED", code(home::open), open + " " + mode);
                assertEquals(mode, mode(open));
            }
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        }
        home.open();
    }

    @Test
    void takesALinkOfOursToAFolderOfOurs() throws IOException {
        Path large = Files.createDirectory(folder.resolve("large"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), large);
        assertTrue(new Home(link).open().exists());
    }

    @Test
    void cannotBeWhereAFileIs() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals("STORE_HOME_NOT_WRITABLE", code(() -> new Home(file).open()));
        assertEquals("STORE_HOME_NOT_WRITABLE", code(() -> new Home(file.resolve("home")).open()));
    }

    @Test
    void deletesEverythingInIt() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Files.createDirectories(home.models().resolve("a/b"));
        Files.writeString(home.models().resolve("a/b/c.gguf"), "weights");
        home.delete();
        assertFalse(Files.exists(home.root()));
        home.delete();
    }

    @Test
    void deletesLinksAndNotWhatTheyPointTo() throws IOException {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Path file = Files.writeString(theirs.resolve("thesis.tex"), "years of work");
        Home home = new Home(folder.resolve("home")).open();
        Files.createSymbolicLink(home.models().resolve("folder"), theirs);
        Files.createSymbolicLink(home.models().resolve("file"), file);
        home.delete();
        assertFalse(Files.exists(home.root()));
        assertEquals("years of work", Files.readString(file));
    }

    @Test
    void refusesToDeleteWhatIsNotAHome() throws IOException {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.writeString(theirs.resolve("thesis.tex"), "years of work");
        assertEquals("STORE_HOME_FOREIGN", code(() -> new Home(theirs).delete()));
        assertEquals(List.of("thesis.tex"), names(theirs));
    }

    @Test
    void refusesToDeleteThroughALink() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.root());
        assertEquals("STORE_HOME_FOREIGN", code(() -> new Home(link).delete()));
        assertTrue(home.exists());
    }

    @Test
    void canGoOnWithADeletionThatWasInterrupted() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Deletion.allIn(home.root(), home.root().resolve(Home.MARKER));
        assertEquals(List.of(Home.MARKER), names(home.root()));
        home.delete();
        assertFalse(Files.exists(home.root()));
    }

    private static String code(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(ApplianceException.class, action).problem().code().id();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(e -> e.getFileName().toString()).sorted().toList();
        }
    }
}
