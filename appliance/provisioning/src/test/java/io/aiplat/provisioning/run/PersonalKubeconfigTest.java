package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonalKubeconfigTest {
    private static final String OURS = """
            apiVersion: v1
            kind: Config
            current-context: aiplat
            clusters: [{name: aiplat, cluster: {server: "https://127.0.0.1:16443"}}]
            contexts: [{name: aiplat, context: {cluster: aiplat, user: aiplat}}]
            users: [{name: aiplat, user: {token: "t"}}]
            """;

    private static final String THEIRS = """
            # Written by hand.
            apiVersion: v1
            kind: Config
            current-context: work
            clusters: [{name: work, cluster: {server: "https://work:6443"}}]
            contexts: [{name: work, context: {cluster: work, user: me}}]
            users: [{name: me, user: {token: "s"}}]
            """;

    @TempDir
    private Path folder;

    private Path file;
    private PersonalKubeconfig personal;

    @BeforeEach
    void home() {
        file = folder.resolve("person").resolve("config");
        personal = new PersonalKubeconfig(new Home(folder.resolve("home")).open(), "owner");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.toList();
        }
    }

    @Test
    void aFileOfOursAloneGoesWithIt() throws IOException {
        personal.merge(file, OURS);
        assertEquals(Optional.of(file), personal.into());
        assertEquals(Optional.of(file), personal.remove());
        assertEquals(List.of(), files());
        assertEquals(Optional.empty(), personal.into());
    }

    @Test
    void theirsIsAfterwardsAsItWasByteForByte() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, THEIRS);
        personal.merge(file, OURS);
        personal.merge(file, OURS);
        assertTrue(Files.readString(file).contains("work:6443"));
        assertEquals(Optional.of(file), personal.remove());
        assertEquals(THEIRS, Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void whatTheyChangedMeanwhileStays() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, THEIRS);
        personal.merge(file, OURS);
        Files.writeString(file, Files.readString(file).replace("work:6443", "new:6443"));
        personal.remove();
        String left = Files.readString(file);
        assertTrue(left.contains("new:6443"), left);
        assertFalse(left.contains("16443"), left);
        assertEquals(2, files().size(), "and what was before is kept");
    }

    @Test
    void whatSomebodyTookOutIsNotLookedForAgain() throws IOException {
        personal.merge(file, OURS);
        Files.writeString(file, THEIRS);
        assertEquals(Optional.empty(), personal.into());
        assertEquals(Optional.empty(), personal.remove());
        assertEquals(THEIRS, Files.readString(file));
    }
}
