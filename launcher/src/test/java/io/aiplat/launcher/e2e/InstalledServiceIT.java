package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Need;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `install.sh --service` beside a real systemd of a user: it starts what was installed, starts it again when it was
/// killed, and forgets it with `--uninstall`.
class InstalledServiceIT {
    private static final String STORY = """
            install --jar "$JAR" --java "$JAVA" --service
            aiplat=$HOME/.local/bin/aiplat
            ready() { for _ in $(seq 300); do ! "$aiplat" status >/dev/null 2>&1 || return 0; sleep 0.2; done; return 1; }
            pid() { systemctl --user show -p MainPID --value aiplat; }
            ready
            echo "at log-in: $(systemctl --user is-enabled aiplat)"
            "$aiplat" chat --model smoke "What is the capital of France?"
            killed=$(pid)
            kill -9 "$killed"
            for _ in $(seq 300); do case $(pid) in 0 | "$killed") sleep 0.1 ;; *) break ;; esac; done
            ready
            echo "again: $(systemctl --user is-active aiplat)"
            install --uninstall
            echo "in the end: $(systemctl --user is-active aiplat || true)"
            find "$HOME/.local" "$HOME/.config" -type f
            """;

    @TempDir
    Path folder;

    @Test
    void systemdKeepsRunningWhatTheInstallerHasPutThere() {
        Need.that(
                Program.succeeds("/lib/systemd/systemd", "--version")
                        && Program.succeeds("unshare", "-m", "-p", "-f", "true"),
                "root, and Debian's package systemd");
        Map<String, String> environment = new HashMap<>(System.getenv());
        // What the tests are told by is no setting of aiplat's.
        environment.keySet().removeIf(name -> name.startsWith("AIPLAT_"));
        environment.putAll(Map.of(
                "JAR", Aiplat.JAR.toString(),
                "JAVA", System.getProperty("java.home"),
                "NO_COLOR", "1",
                "AIPLAT_HOME", folder.resolve("data").toString(),
                "AIPLAT_GATEWAY_PORT", Integer.toString(Aiplat.freePort()),
                "AIPLAT_MODELS_ENGINE", "embedded",
                "DOCKER_HOST", "unix://" + folder.resolve("no-engine.sock")));
        String install = "install() { " + Aiplat.TESTBED.resolveSibling("install.sh") + " \"$@\" >&2; }\n";
        Result result = Running.start(
                        List.of(
                                Aiplat.TESTBED.resolve("user-systemd").toString(),
                                folder.resolve("person").toString(),
                                "sh",
                                "-eu",
                                "-c",
                                install + STORY),
                        environment,
                        folder,
                        folder)
                .result()
                .ok();
        assertEquals(
                List.of(
                        "at log-in: enabled",
                        "The capital of France is Paris.",
                        "again: active",
                        "in the end: inactive"),
                result.out().lines().filter(line -> !line.isBlank()).toList());
    }
}
