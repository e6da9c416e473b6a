package io.aiplat.launcher.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where aiplat keeps its data: `--home`, else `AIPLAT_HOME`, else the platform's folder for such things.
public final class HomeFolder {
    static final String VARIABLE = "AIPLAT_HOME";

    private HomeFolder() {}

    /// The home, absolute; it need not exist.
    ///
    /// @param flag        of `--home`; null where it was not given
    /// @param environment variables
    /// @param properties  of the JVM: `os.name`, `user.home`
    /// @param folder      the working directory
    public static Path locate(
            @Nullable Path flag, Map<String, String> environment, Map<String, String> properties, Path folder) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (flag != null) {
            return folder.resolve(flag).normalize();
        }
        return variable.isBlank()
                ? ofPlatform(environment, properties)
                : folder.resolve(variable).normalize();
    }

    private static Path ofPlatform(Map<String, String> environment, Map<String, String> properties) {
        String os = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        Path user = Path.of(properties.getOrDefault("user.home", "."));
        if (os.startsWith("mac")) {
            return user.resolve("Library/Application Support/aiplat");
        }
        if (os.startsWith("windows")) {
            return Path.of(environment.getOrDefault("LOCALAPPDATA", user.toString()), "aiplat");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        // The XDG specification has relative paths ignored.
        return (data.startsWith("/") ? Path.of(data) : user.resolve(".local/share")).resolve("aiplat");
    }
}
