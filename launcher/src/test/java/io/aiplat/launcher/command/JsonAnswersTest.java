package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.launcher.Cli;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// With `-o json` every command speaks JSON and nothing else, also where nothing runs, and its exit status is the
/// documented one.
class JsonAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Every command on a machine where nothing runs: its words, and its exit status there.
    private static final Map<String, Integer> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("bundle create -o x.aipb --with none", 2),
            Map.entry("bundle diff x.aipb y.aipb", 4),
            Map.entry("bundle extract x.aipb y", 4),
            Map.entry("bundle inspect x.aipb", 4),
            Map.entry("bundle keygen -o key.pem", 0),
            Map.entry("bundle merge x.aipb -o y.aipb", 4),
            Map.entry("bundle verify x.aipb", 4),
            Map.entry("chat hello", 7),
            Map.entry("completion zsh", 0),
            Map.entry("connect claude-code", 7),
            Map.entry("deploy --stage 1", 7),
            Map.entry("diff --stage 1", 7),
            Map.entry("down --purge --yes", 0),
            Map.entry("engines list", 0),
            Map.entry("engines use b1-cpu", 2),
            Map.entry("env", 7),
            Map.entry("gateway check nowhere.yaml", 3),
            Map.entry("gateway routes", 7),
            Map.entry("gitops list", 0),
            Map.entry("gpu", 0),
            Map.entry("help keys create", 0),
            Map.entry("image build --base ./nowhere.tar --out x.tar", 2),
            Map.entry("image cache list", 0),
            Map.entry("image cache serve --size much", 2),
            Map.entry("images list", 0),
            Map.entry("images lock nowhere", 2),
            Map.entry("import litellm nowhere.yaml", 3),
            Map.entry("keys list", 7),
            Map.entry("kubeconfig", 7),
            Map.entry("kubectl get pods", 7),
            Map.entry("logs", 7),
            Map.entry("open", 7),
            Map.entry("storage", 0),
            Map.entry("top", 7),
            Map.entry("models list", 7),
            Map.entry("models pull x", 7),
            Map.entry("models rm x", 7),
            Map.entry("models show x", 7),
            Map.entry("models run x hello", 7),
            Map.entry("models stop x", 7),
            Map.entry("models ps", 7),
            Map.entry("models approve x", 7),
            Map.entry("models retire x", 7),
            Map.entry("models note x good", 7),
            Map.entry("models export x x.tar", 7),
            Map.entry("models import x.tar", 7),
            Map.entry("operator crds", 0),
            Map.entry("operator run --config nowhere.yaml", 3),
            Map.entry("render --stage 1", 0),
            Map.entry("restart", 7),
            Map.entry("service status", 7),
            Map.entry("service uninstall", 0),
            Map.entry("settings", 0),
            Map.entry("settings set gateway.prot 8600", 3),
            Map.entry("settings unset gateway.port", 0),
            Map.entry("spend", 7),
            Map.entry("status", 7),
            Map.entry("stop", 0),
            Map.entry("teams create x", 7),
            Map.entry("alerts list", 7),
            Map.entry("traces list", 7),
            Map.entry("requests list", 7),
            Map.entry("metrics storage", 7),
            Map.entry("users list", 7),
            Map.entry("version", 0)));

    /// Those that look at the whole machine or start something: they are run for real by the tests of `up`.
    private static final List<String> ELSEWHERE = List.of("up", "plan", "serve", "doctor", "shell");

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder)
                .with("DOCKER_HOST", "unix://" + folder.resolve("no-engine.sock"))
                .with("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    @TestFactory
    List<DynamicTest> everyCommandSpeaksJson() {
        return COMMANDS.entrySet().stream()
                .map(command ->
                        DynamicTest.dynamicTest(command.getKey(), () -> speaks(command.getKey(), command.getValue())))
                .toList();
    }

    private void speaks(String words, int exit) throws Exception {
        Cli.Result result = cli.run(Stream.concat(Stream.of("-o", "json"), Stream.of(words.split(" ")))
                .toArray(String[]::new));
        assertEquals(exit, result.exit(), result.err());
        assertFalse((result.out() + result.err()).isEmpty(), "it answers");
        for (String line : result.out().lines().toList()) {
            assertTrue(JSON.readTree(line).isContainerNode(), line);
        }
        for (String line : result.err().lines().toList()) {
            assertTrue(JSON.readTree(line).path("error").has("code"), line);
        }
    }

    @Test
    void noCommandIsForgotten() {
        TreeSet<String> covered = Stream.concat(COMMANDS.keySet().stream(), ELSEWHERE.stream())
                .map(words -> words.split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Commands.ALL.stream().map(Commands.Entry::name).collect(Collectors.toCollection(TreeSet::new)),
                covered);
    }
}
