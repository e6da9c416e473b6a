package io.aiplat.launcher.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a program in place of `notify-send` that keeps what it is given.
class DesktopScreenTest {
    private static final Map<String, String> LINUX = Map.of("os.name", "Linux");

    @TempDir
    Path folder;

    private Map<String, String> session(int status) throws IOException {
        Path program = Files.writeString(
                folder.resolve("notify-send"),
                "#!/bin/sh\nfor word; do echo \"$word\"; done > " + folder.resolve("given") + "\nexit " + status
                        + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return Map.of("PATH", folder.toString(), "DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus");
    }

    @Test
    void aNoticeIsGivenToTheProgramAndNeverTakenForAnOption() throws Exception {
        new DesktopScreen(session(0), LINUX).show("--help", "It does not answer.", true);
        assertEquals(
                List.of("--app-name=aiplat", "--urgency=critical", "--", "--help", "It does not answer."),
                Files.readAllLines(folder.resolve("given")));
    }

    @Test
    void whereItCannotBeShownThatIsSaid() throws Exception {
        assertEquals(
                "notify-send failed; no desktop takes notices in this session",
                failure(new DesktopScreen(session(1), LINUX)));
        assertEquals(
                "aiplat was not started in a desktop session",
                failure(new DesktopScreen(Map.of("PATH", folder.toString()), LINUX)));
        assertEquals(
                "there is no program notify-send; it is in libnotify-bin",
                failure(new DesktopScreen(Map.of("PATH", "", "DBUS_SESSION_BUS_ADDRESS", "x"), LINUX)));
        assertEquals(
                "notices are shown on Linux only",
                failure(new DesktopScreen(session(0), Map.of("os.name", "Mac OS X"))));
    }

    private static String failure(DesktopScreen screen) {
        return String.valueOf(assertThrows(IOException.class, () -> screen.show("a", "b", false))
                .getMessage());
    }
}
