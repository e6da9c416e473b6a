package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTest {
    private static final int JAVA_11 = 55;

    @TempDir
    Path root;

    private Path jdk(String home, String version) throws IOException {
        Path java = root.resolve(home).resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(
                root.resolve(home).resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        return java;
    }

    private Optional<Path> search(Map<String, String> environment) {
        return Boot.newerJava(environment, root.resolve("home/me").toString(), root);
    }

    @Test
    void isReadableForAnOldJava() throws IOException {
        try (InputStream in = Boot.class.getResourceAsStream("Boot.class");
                DataInputStream bytes = new DataInputStream(Objects.requireNonNull(in))) {
            bytes.skipNBytes(6);
            assertEquals(JAVA_11, bytes.readUnsignedShort());
        }
    }

    @Test
    void findsTheUsualPlacesByTheirReleaseFile() throws IOException {
        jdk("usr/lib/jvm/java-17", "17.0.15");
        assertEquals(Optional.empty(), search(Map.of()));
        Path sdkman = jdk("home/me/.sdkman/candidates/java/25.0.3-tem", "25.0.3");
        assertEquals(Optional.of(sdkman), search(Map.of()));
        Path packaged = jdk("usr/lib/jvm/temurin-25", "25.0.3");
        assertEquals(Optional.of(packaged), search(Map.of()));
    }

    @Test
    void findsTheJdkInsideAMacBundle() throws IOException {
        Path java = jdk("Library/Java/JavaVirtualMachines/temurin-26.jdk/Contents/Home", "26");
        assertEquals(Optional.of(java), search(Map.of()));
    }

    @Test
    void aNamedJdkComesFirstUnlessItIsTooOld() throws IOException {
        Path packaged = jdk("usr/lib/jvm/temurin-25", "25.0.3");
        Path own = jdk("somewhere/else", "27-ea");
        jdk("old", "11.0.2");
        assertEquals(
                Optional.of(own),
                search(Map.of("JAVA_HOME", root.resolve("somewhere/else").toString())));
        assertEquals(
                Optional.of(packaged),
                search(Map.of("AIPLAT_JAVA", root.resolve("old").toString())));
    }

    @Test
    void aFolderWithoutAJavaProgramIsNoJdk() throws IOException {
        Files.delete(jdk("usr/lib/jvm/broken", "25"));
        assertEquals(Optional.empty(), search(Map.of()));
    }
}
