package io.aiplat.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadSettingsTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    private SettingsResult resolve(CommandLineSettings.Flag... flags) {
        environment.put(HomeFolder.VARIABLE, home.toString());
        return new SettingsLoader(environment, Map.of("user.home", home.toString()), home)
                .load(new CommandLineSettings(null, null, List.of(flags)));
    }

    private Settings.Downloads load(CommandLineSettings.Flag... flags) {
        return assertInstanceOf(SettingsResult.Loaded.class, resolve(flags))
                .settings()
                .downloads();
    }

    private static CommandLineSettings.Flag rate(String value) {
        return new CommandLineSettings.Flag("--set", "models.rate-limit", value);
    }

    private void file(String text) throws IOException {
        Files.writeString(home.resolve("aiplat.yaml"), text);
    }

    @Test
    void theTokenOfOtherProgramsIsADefault() throws IOException {
        environment.putAll(Map.of("HF_TOKEN", "hf_sesame", "HF_ENDPOINT", "https://mirror.example"));
        assertEquals(new Secret("hf_sesame"), load().hubToken());
        assertEquals(URI.create("https://mirror.example"), load().hub());
        Files.writeString(home.resolve("token"), "hf_other\n");
        file("models:\n  hf-token: ${file:token}\n");
        assertEquals(new Secret("hf_other"), load().hubToken());
        environment.put("HF_TOKEN", "");
        file("");
        assertNull(load().hubToken());
    }

    @Test
    void theTokenIsNotShown() {
        environment.put("HF_TOKEN", "hf_sesame");
        SettingsResult.Loaded loaded = assertInstanceOf(SettingsResult.Loaded.class, resolve());
        assertFalse(loaded.toString().contains("sesame"), loaded.toString());
    }

    @Test
    void aRateIsBytesForEachSecond() {
        assertEquals(512 << 10, load(rate("512KiB")).bytesPerSecond());
        assertEquals(1 << 30, load(rate("1 GiB/s")).bytesPerSecond());
        for (String wrong : List.of("0MiB", "20", "20MB", "-1MiB", "20 mib")) {
            SettingsResult.Rejected rejected = assertInstanceOf(SettingsResult.Rejected.class, resolve(rate(wrong)));
            assertEquals(
                    "SETTINGS_INVALID_VALUE",
                    rejected.problems().getFirst().code().id(),
                    wrong);
        }
    }
}
