package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.launcher.Main;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the Tab key offers: words, options and names, in the shells and in ours.
class CompletionTest {
    private static final String MODELS = "{\"data\":[{\"name\":\"smoke\"},{\"name\":\"qwen3:latest\"}]}";
    private static final String KEYS = "{\"data\":[{\"name\":\"notebook\",\"tags\":[\"lab\"]},{\"name\":\"night\"}]}";
    private static final String ROUTES = """
            upstreams: {cloud: {provider: openai, url: "https://api.example.com/v1"}}
            models:
              - {name: fast, deployments: [{upstream: cloud, model: m}]}
              - {name: "cloud/*", deployments: [{upstream: cloud, model: "*"}]}
            aliases: {quick: fast}
            """;

    @TempDir
    Path folder;

    private Home home;
    private Cli cli;

    @BeforeEach
    void place() {
        home = new Home(folder.resolve("home"));
        cli = new Cli(folder).with("DOCKER_HOST", "unix:///nope");
    }

    private List<String> offered(String... words) {
        Cli.Result result = cli.run(
                Stream.concat(Stream.of(CommandTree.COMPLETE), Stream.of(words)).toArray(String[]::new));
        assertEquals(0, result.exit(), result.err());
        assertEquals("", result.err());
        return result.out().lines().toList();
    }

    /// The same where there are names. On a machine that is busy they are not had in time; then a person presses the
    /// key again.
    private List<String> names(String... words) {
        List<String> names = offered(words);
        for (int i = 0; i < 5 && names.isEmpty(); i++) {
            names = offered(words);
        }
        return names;
    }

    @Test
    void wordsAndOptionsAreThoseOfTheCommands() {
        assertEquals(List.of("kubeconfig", "kubectl"), offered("kube"));
        assertEquals(
                List.of("create", "list", "revoke", "rotate"),
                offered("keys", "").stream()
                        .filter(word -> word.matches("create|list|revoke|rotate"))
                        .sorted()
                        .toList());
        assertEquals(
                List.of("--cache", "--concurrent", "--config"),
                offered("keys", "create", "x", "--c").stream().sorted().toList());
        assertEquals(List.of("--no-cache"), offered("keys", "update", "x", "--no-ca"));
        assertEquals(List.of(), offered("serve", "--adopt"));
        assertEquals(List.of(), offered("nonsense", ""));
        assertEquals(List.of(), offered("keys", "list", "nonsense", ""));
    }

    @Test
    void valuesOfAChoiceAreOffered() {
        assertEquals(List.of("plain", "table", "json", "yaml"), offered("status", "-o", ""));
        assertEquals(List.of("--output=json"), offered("status", "--output=j"));
        assertEquals(List.of("docker"), offered("up", "--cluster", "d"));
        assertEquals(List.of("claude-code", "cline"), offered("connect", "cl"));
        assertEquals(List.of("bash", "zsh", "fish"), offered("completion", ""));
        assertEquals(List.of("metrics"), offered("keys", "create", "x", "--role", "met"));
        assertEquals(List.of("metrics", "member"), offered("keys", "create", "x", "--role", "m"));
        assertEquals(List.of("create"), offered("help", "keys", "cr"));
        assertEquals(
                List.of("gateway.yaml"), offered("help", "gateway.").stream().toList());
        assertEquals(List.of(":files"), offered("status", "--config", "some"));
        assertEquals(List.of(":files"), offered("models", "pull", ""));
        assertEquals(List.of(":files"), offered("kubectl", "apply", "-f", ""));
    }

    @Test
    void settingsAreOfferedByTheirKeys() {
        assertEquals(List.of("gateway.port="), offered("status", "--set", "gateway.p"));
        assertEquals(List.of("gateway.port"), offered("settings", "set", "gateway.p"));
        assertEquals(List.of("docker"), offered("settings", "set", "gateway.port", "1", "cluster.kind", "d"));
        assertEquals(List.of(), offered("settings", "set", "gateway.port", ""));
        assertEquals(List.of(), offered("settings", "unset", ""));
        cli.run("settings", "set", "gateway.port", "9000");
        assertEquals(List.of("gateway.port"), offered("settings", "unset", ""));
    }

    @Test
    void whatNothingKnowsIsNotOfferedAndNothingIsMade() {
        for (String line : List.of("keys show", "users delete", "models rm", "chat -m", "keys create x --models")) {
            assertEquals(List.of(), offered((line + " ").split(" ", -1)), line);
        }
        assertFalse(Files.exists(home.root()));
    }

    @Test
    void whatTheHomeHasIsOfferedWhileNothingRuns() throws IOException {
        home.open();
        cli.run("users", "create", "ada");
        cli.run("teams", "create", "research");
        cli.run("keys", "create", "notebook", "--tag", "lab");
        Files.writeString(home.routes(), ROUTES);
        Files.createDirectories(home.models().resolve("tiny"));
        Files.writeString(home.models().resolve("tiny/model.gguf"), "");
        assertEquals(List.of("ada"), names("users", "update", ""));
        assertEquals(List.of("ada"), names("keys", "create", "x", "--user", "a"));
        assertEquals(List.of("research"), names("teams", "delete", ""));
        assertEquals(List.of("notebook"), names("keys", "revoke", "no"));
        assertEquals(List.of(), offered("keys", "create", "no"));
        assertEquals(List.of("lab"), names("keys", "update", "notebook", "--tag", ""));
        assertEquals(List.of("tiny"), names("models", "rm", ""));
        assertEquals(List.of("fast", "quick", "tiny"), names("keys", "create", "x", "--models", ""));
        assertEquals(List.of("fast,quick"), names("keys", "create", "x", "--models", "fast,q"));
        Cli elsewhere =
                new Cli(folder).with("AIPLAT_HOME", folder.resolve("other").toString());
        assertEquals(
                "notebook\n",
                elsewhere
                        .run(CommandTree.COMPLETE, "--home", home.root().toString(), "keys", "show", "")
                        .out());
    }

    @Test
    void whatTheApplianceHasIsOfferedWhileItRuns() throws IOException {
        try (FakeAppliance appliance = appliance()) {
            Files.writeString(home.routes(), ROUTES);
            assertEquals(List.of("notebook"), names("keys", "show", "no"));
            assertEquals(List.of("fast", "quick", "qwen3:latest", "smoke"), names("chat", "--model", ""));
            assertEquals(List.of("--model=qwen3:latest"), names("connect", "codex", "--model=qw"));
            assertEquals(List.of("smoke", "qwen3:latest"), names("models", "rm", ""));
            assertEquals(List.of(), offered("chat", "a question", ""));
            assertTrue(appliance.asked.stream().allMatch(asked -> asked.startsWith("GET ")), appliance.asked + "");
        }
    }

    @Test
    void anApplianceThatDoesNotAnswerIsNotWaitedForLong() throws IOException {
        // It answers one after the other, and would not close before it has answered.
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (FakeAppliance appliance = appliance()) {
            appliance.on("GET /admin/v1/models", _ -> {
                over.completeOnTimeout(null, 60, TimeUnit.SECONDS).join();
                return FakeAppliance.json(MODELS);
            });
            Instant begin = Instant.now();
            assertEquals(List.of(), offered("models", "rm", ""));
            assertTrue(Duration.between(begin, Instant.now()).compareTo(Duration.ofSeconds(30)) < 0);
            over.complete(null);
            appliance.on("GET /admin/v1/models", _ -> new FakeAppliance.Answer(500, "text/plain", "no"));
            assertEquals(List.of(), offered("models", "rm", ""));
        }
    }

    /// The words as bash has split them, and what it is to put in place of the last one.
    @Test
    void bashCompletesNames() throws Exception {
        try (FakeAppliance _ = appliance()) {
            assertEquals(List.of("night", "notebook"), bash("aiplat keys show n", "aiplat", "keys", "show", "n"));
            assertEquals(List.of("smoke", "qwen3:latest"), bash("aiplat models rm ", "aiplat", "models", "rm", ""));
            assertEquals(List.of("latest"), bash("aiplat models rm qwen3:", "aiplat", "models", "rm", "qwen3", ":"));
            assertEquals(
                    List.of("latest"),
                    bash("aiplat chat --model=qwen3:la", "aiplat", "chat", "--model", "=", "qwen3", ":", "la"));
            assertEquals(
                    List.of("gateway.port="),
                    bash("aiplat up --set gateway.po", "aiplat", "up", "--set", "gateway.po"));
        }
    }

    private List<String> bash(String line, String... words) throws Exception {
        return shell(
                "bash",
                "--norc",
                "-c",
                "source <(aiplat completion bash); complete -p aiplat >/dev/null || exit 9; COMP_LINE=$1;"
                        + " COMP_POINT=${#1}; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _aiplat;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                line,
                words);
    }

    @Test
    void fishCompletesNames() throws Exception {
        assumeTrue(installed("fish"), "fish is not installed");
        try (FakeAppliance _ = appliance()) {
            String ask = "aiplat completion fish | source; complete -C $argv[1]";
            assertEquals(List.of("night", "notebook"), sorted(shell("fish", "-N", "-c", ask, "aiplat keys show n")));
            assertEquals(List.of("qwen3:latest"), shell("fish", "-N", "-c", ask, "aiplat chat -m qwen3:"));
        }
    }

    @Test
    void zshCompletesNames() throws Exception {
        assumeTrue(installed("zsh"), "zsh is not installed");
        try (FakeAppliance _ = appliance()) {
            String ask = "compdef() { }; compadd() { [[ $1 == -a ]] && print -l -- ${(P)2} || true };"
                    + " source <(aiplat completion zsh); words=(\"$@\"); CURRENT=$#; PREFIX=${words[-1]}; _aiplat";
            assertEquals(
                    List.of("night", "notebook"), shell("zsh", "-f", "-c", ask, "zsh", "aiplat", "keys", "show", "n"));
            assertEquals(List.of("kubeconfig", "kubectl"), shell("zsh", "-f", "-c", ask, "zsh", "aiplat", "kube"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyScriptAsksForAllItOffers(String shell) {
        String script = cli.run("completion", shell).out();
        assertTrue(script.contains("aiplat " + CommandTree.COMPLETE + " "), script);
        assertTrue(script.contains(":files"), script);
        assertFalse(script.contains("keys"), script);
    }

    private FakeAppliance appliance() throws IOException {
        return new FakeAppliance(home.root())
                .on("GET /admin/v1/models", _ -> FakeAppliance.json(MODELS))
                .on("GET /admin/v1/keys", _ -> FakeAppliance.json(KEYS));
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }

    private static boolean installed(String shell) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
    }

    /// What a shell prints in whose path this aiplat is.
    private List<String> shell(String program, String option, String dash, String script, String... words)
            throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path aiplat = bin.resolve("aiplat");
        Files.writeString(
                aiplat,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Daiplat.completion.millis=60000 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        assertTrue(aiplat.toFile().setExecutable(true));
        List<String> command = new ArrayList<>(List.of(program, option, dash, script));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PATH", bin + ":" + System.getenv("PATH"),
                        "HOME", folder.toString(),
                        "AIPLAT_HOME", home.root().toString()));
        return said(builder);
    }

    private static List<String> said(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String wrong = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), wrong);
        assertEquals("", wrong);
        return said.lines().filter(line -> !line.isEmpty()).toList();
    }

    private List<String> shell(
            String program, String option, String dash, String script, String name, String line, String[] words)
            throws Exception {
        return shell(
                program,
                option,
                dash,
                script,
                Stream.concat(Stream.of(name, line), Stream.of(words)).toArray(String[]::new));
    }
}
