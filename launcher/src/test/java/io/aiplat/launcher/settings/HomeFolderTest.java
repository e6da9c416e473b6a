package io.aiplat.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeFolderTest {
    private final Path folder = Path.of("/work");

    @Test
    void flagsForAnotherProcessHoldAbsolutePaths() {
        Path user = Path.of("/u");
        assertEquals("/u/k", SettingFlags.portable("cluster.kubeconfig", "~/k", folder, user));
        assertEquals(
                folder.resolve("p").toString(),
                SettingFlags.portable("network.registries.r.example.password-file", "p", folder, user));
        assertEquals("p", SettingFlags.portable("models.wanted", "p", folder, user));
    }

    @Test
    void theHomeIsThePlatformsUnlessSomebodySaysOtherwise() {
        Map<String, String> linux = Map.of("os.name", "Linux", "user.home", "/u");
        assertEquals(Path.of("/u/.local/share/aiplat"), HomeFolder.locate(null, Map.of(), linux, folder));
        assertEquals(Path.of("/x/aiplat"), HomeFolder.locate(null, Map.of("XDG_DATA_HOME", "/x"), linux, folder));
        assertEquals(
                Path.of("/u/.local/share/aiplat"),
                HomeFolder.locate(null, Map.of("XDG_DATA_HOME", "x"), linux, folder),
                "a relative folder is ignored");
        assertEquals(
                Path.of("/u/Library/Application Support/aiplat"),
                HomeFolder.locate(null, Map.of(), Map.of("os.name", "Mac OS X", "user.home", "/u"), folder));
        assertEquals(Path.of("/h"), HomeFolder.locate(null, Map.of("AIPLAT_HOME", "/h"), linux, folder));
        assertEquals(folder.resolve("f"), HomeFolder.locate(Path.of("f"), Map.of("AIPLAT_HOME", "/h"), linux, folder));
    }
}
