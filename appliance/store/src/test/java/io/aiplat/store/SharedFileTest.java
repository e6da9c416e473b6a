package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTest {
    @TempDir
    private Path folder;

    private SharedFile file() {
        return new SharedFile(folder.resolve("sub").resolve("config"));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void isMadeWithItsFolderForItsOwnerOnly() throws IOException {
        file().changeAfterBackup(text -> text + "new");
        assertEquals(Optional.of("new"), file().text());
        assertEquals(Optional.empty(), file().backup());
        assertEquals("rw-------", rights(file().path()));
        try (Stream<Path> files = Files.list(file().path().getParent())) {
            assertEquals(List.of(file().path()), files.toList());
        }
    }

    @Test
    void whatWasThereIsKeptBesideIt() throws IOException {
        file().changeAfterBackup(_ -> "old");
        file().changeAfterBackup(text -> text + " and new");
        assertEquals(Optional.of("old and new"), file().text());
        assertEquals(Optional.of("old"), file().backup());
        assertEquals("rw-------", rights(folder.resolve("sub/config.before-aiplat")));
        file().forgetBackup();
        assertEquals(Optional.empty(), file().backup());
    }

    @Test
    void anEmptyTextDeletesIt() {
        file().changeAfterBackup(_ -> "old");
        file().change(_ -> "");
        assertEquals(Optional.empty(), file().text());
    }

    @Test
    void aLinkStaysOne() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        new SharedFile(link).change(_ -> "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void whoComesSecondIsRefused() {
        file().changeAfterBackup(_ -> "old");
        file().change(text -> {
            var refusal = assertThrows(ApplianceException.class, () -> file().change(_ -> "third"));
            assertTrue(refusal.problem().why().contains("config.lock"), refusal.problem()::toText);
            return text + " and new";
        });
        assertEquals(Optional.of("old and new"), file().text());
        assertFalse(Files.exists(folder.resolve("sub/config.lock")));
    }
}
