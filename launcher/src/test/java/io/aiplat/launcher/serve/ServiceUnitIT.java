package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// systemd itself says whether the unit is one.
class ServiceUnitIT {
    @TempDir
    Path folder;

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        assertEquals("", verify(ServiceUnit.text(command(), Map.of("PATH", "/usr/bin:/home/me/50%/bin"))));
    }

    @Test
    void andWouldSayIfItWereNone() throws Exception {
        String broken = ServiceUnit.text(command(), Map.of()).replace("Restart=on-failure", "Restart=sometimes");
        assertEquals(true, verify(broken).contains("sometimes"));
    }

    private static List<String> command() {
        // It looks whether the program is there.
        return List.of("/bin/sh", "-c", "echo $HOME 100% \"quoted\" \\", "serve");
    }

    private String verify(String text) throws IOException, InterruptedException {
        Path unit = Files.writeString(folder.resolve("aiplat.service"), text);
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder =
                new ProcessBuilder("systemd-analyze", "verify", "--user", unit.toString()).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", run.toString());
        Need.that(hasSystemd(), "systemd-analyze: apt-get install systemd");
        Process analyze = builder.start();
        String said = new String(analyze.getInputStream().readAllBytes());
        int exit = analyze.waitFor();
        return exit == 0 ? said : "exit " + exit + ": " + said;
    }

    private static boolean hasSystemd() {
        try {
            return new ProcessBuilder("systemd-analyze", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
