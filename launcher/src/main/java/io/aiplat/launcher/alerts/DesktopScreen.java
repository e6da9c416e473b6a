package io.aiplat.launcher.alerts;

import io.aiplat.host.Programs;
import io.aiplat.quality.alert.notice.DesktopReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Notices of the freedesktop specification, by `notify-send`, in the session that the appliance was started from.
public final class DesktopScreen implements DesktopReceiver.Screen {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final Map<String, String> properties;

    /// @param environment variables of the process
    /// @param properties  of the JVM
    public DesktopScreen(Map<String, String> environment, Map<String, String> properties) {
        this.environment = environment;
        this.properties = properties;
    }

    @Override
    public void show(String title, String text, boolean urgent) throws IOException {
        if (!properties.getOrDefault("os.name", "").equals("Linux")) {
            throw new IOException("notices are shown on Linux only");
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        boolean session = environment.containsKey("DBUS_SESSION_BUS_ADDRESS")
                || (!runtime.isEmpty() && Files.exists(Path.of(runtime, "bus")));
        if (!session) {
            throw new IOException("aiplat was not started in a desktop session");
        }
        Programs programs = new Programs(environment);
        Path program = programs.find("notify-send")
                .orElseThrow(() -> new IOException("there is no program notify-send; it is in libnotify-bin"));
        List<String> arguments =
                List.of("--app-name=aiplat", "--urgency=" + (urgent ? "critical" : "normal"), "--", title, text);
        if (programs.output(program, arguments, PATIENCE).isEmpty()) {
            throw new IOException("notify-send failed; no desktop takes notices in this session");
        }
    }
}
