package io.aiplat.launcher;

import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.images.ImageCacheProblems;
import io.aiplat.launcher.pods.OperatorPodProblems;
import io.aiplat.launcher.serve.ServeProblems;
import io.aiplat.launcher.settings.SettingsProblems;
import io.aiplat.model.Problem;
import io.aiplat.testkit.Golden;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LauncherProblemsTest {
    private static final Path FILE = Path.of("/home/me/aiplat.yaml");
    private static final String LINE = FILE + ":3:9";

    @Test
    void everyProblemReadsLikeItsGoldenText() {
        Golden.problems(
                List.of(
                        SettingsProblems.class,
                        CommandProblems.class,
                        ClientProblems.class,
                        OperatorPodProblems.class,
                        ImageCacheProblems.class,
                        ServeProblems.class),
                Stream.of(
                                settings(),
                                command(),
                                client(),
                                List.of(
                                        OperatorPodProblems.cannotListen(8081, "Address already in use"),
                                        ImageCacheProblems.cannotListen("127.0.0.1", 5055, "Address already in use"),
                                        ImageCacheProblems.unreadable(
                                                Path.of("/home/ada/.local/share/aiplat/images"), "Permission denied")),
                                serve())
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<Problem> settings() {
        return List.of(
                SettingsProblems.unknownKey("gateway.prot", LINE, Optional.of("gateway.port")),
                SettingsProblems.invalidValue("gateway.port", LINE, "'high' is no port.", "a port, 1 to 65535"),
                SettingsProblems.conflict(
                        "A kubeconfig is set and cluster.kind is auto",
                        "auto never uses a cluster that is already there.",
                        "Say that you mean it: --cluster existing"),
                SettingsProblems.fileUnreadable(FILE, "There is no such file."),
                SettingsProblems.fileMalformed(FILE + ":2:1", "A tab cannot start a token."),
                SettingsProblems.secretExposed("network.registries.r.example.password", FILE));
    }

    private static List<Problem> command() {
        return List.of(
                CommandProblems.clusterUnwell("disk of the node", "1.2 GiB free"),
                CommandProblems.servingUnwell("upstreams", "resting after failures: cloud (fast, 3 failures)"),
                CommandProblems.runningShort("700 MiB are free on the disk of /home/ada/.local/share/aiplat/gateway"),
                CommandProblems.unknownWord("--prot", "aiplat up", Optional.of("--port")),
                CommandProblems.wrongLine("Missing required subcommand", "aiplat"),
                CommandProblems.noChatModel(),
                CommandProblems.noFileOf("cline"),
                CommandProblems.noKeyFor("codex"),
                CommandProblems.notMerged(
                        Path.of("/home/me/.continue/config.yaml"), "It has comments, which would be lost.", "continue"),
                CommandProblems.interrupted(),
                CommandProblems.leftPull("qwen3:0.6b"),
                CommandProblems.modelsDamaged(List.of("qwen3:0.6b", "smoke")),
                CommandProblems.fileThere(Path.of("/home/me/gateway.yaml")),
                CommandProblems.notWritten(Path.of("/srv/gateway.yaml"), "Permission denied"),
                CommandProblems.notConfirmed("aiplat down"),
                CommandProblems.noCluster(Path.of("/home/me/.local/share/aiplat"), "It was made once and is gone."),
                CommandProblems.noKubectl(),
                CommandProblems.keyServes("owner"),
                CommandProblems.noLog("worker", "/home/me/.local/share/aiplat/logs/worker-MODEL.log"),
                CommandProblems.bug("java.lang.IllegalStateException: two", "Its stack trace is in /h/logs/bugs.log."));
    }

    private static List<Problem> client() {
        URI base = URI.create("http://127.0.0.1:8585");
        return List.of(
                ClientProblems.nothingAnswered("The appliance refused (HTTP 404): there is no model x."),
                ClientProblems.notRunning(Path.of("/home/me/.local/share/aiplat")),
                ClientProblems.unreachable(base, "Connection refused"),
                ClientProblems.brokeOff(base, "The report of the pull broke off: closed."),
                ClientProblems.answerNotUnderstood(base, "Unexpected character ('<' (code 60))"),
                ClientProblems.certificatesUnusable(Path.of("/etc/company.pem"), "it holds no certificate"),
                ClientProblems.refused(404, "There is no model nope."));
    }

    private static List<Problem> serve() {
        return List.of(
                ServeProblems.noSystemd("Mac OS X"),
                ServeProblems.unitNotChanged(
                        "/home/me/.config/systemd/user/aiplat.service could not be written",
                        "java.nio.file.AccessDeniedException: /home/me/.config/systemd"),
                ServeProblems.engineNotOpen(),
                ServeProblems.noDatabase(Path.of("/srv/gateway.yaml")),
                ServeProblems.listenerLost(8585),
                ServeProblems.systemdRefused("systemctl --user daemon-reload", "Access denied"));
    }
}
