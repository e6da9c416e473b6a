package io.aiplat.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.llamacpp.LlamaServerLimits;
import io.aiplat.inference.process.PoolLimits;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Exposure;
import io.aiplat.model.Problem;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private SettingsResult resolve(List<CommandLineSettings.Flag> flags) {
        Map<String, String> properties = Map.of("os.name", "Linux", "user.home", folder.toString());
        environment.put("AIPLAT_HOME", folder.resolve("home").toString());
        return new SettingsLoader(environment, properties, folder).load(new CommandLineSettings(null, null, flags));
    }

    private Settings load(CommandLineSettings.Flag... flags) {
        return assertInstanceOf(SettingsResult.Loaded.class, resolve(List.of(flags)))
                .settings();
    }

    private List<Problem> rejected(CommandLineSettings.Flag... flags) {
        return assertInstanceOf(SettingsResult.Rejected.class, resolve(List.of(flags)))
                .problems();
    }

    private static CommandLineSettings.Flag set(String key, String value) {
        return new CommandLineSettings.Flag("--set", key, value);
    }

    private Path file(String yaml) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        return Files.writeString(home.resolve("aiplat.yaml"), yaml);
    }

    /// Every setting, with three paths to be filled in.
    private static String everything() throws IOException {
        try (InputStream in = SettingsLoaderTest.class.getResourceAsStream("/settings/everything.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path secret(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aPodThatCouldNotBeIsRefused() {
        for (var wrong : Map.of(
                        "cluster.memory", List.of("8", "0Gi", "8gb", "-1Gi", "1Ki"),
                        "cluster.cpu", List.of("0", "none", "-1", "1.2345"),
                        "cluster.storage", List.of("lots"),
                        "cluster.tolerations", List.of("a=b=c", "key:Never", ":NoSchedule"),
                        "cluster.node-selector", List.of("disk", "=ssd"),
                        "cluster.pull-secrets", List.of("Login", "a b"))
                .entrySet()) {
            for (String value : wrong.getValue()) {
                assertEquals(
                        List.of("SETTINGS_INVALID_VALUE"),
                        rejected(set(wrong.getKey(), value)).stream()
                                .map(problem -> problem.code().id())
                                .toList(),
                        wrong.getKey() + "=" + value);
            }
        }
    }

    @Test
    void hasTheseDefaults() {
        Settings settings = load();
        assertEquals(
                new Settings.Cluster(ClusterKind.AUTO, "aiplat", null, null, "aiplat", 0, 0, 0), settings.cluster());
        assertEquals(new Settings.Models(EngineKind.AUTO, null, null, null, List.of(), true), settings.models());
        assertEquals(Settings.Downloads.USUAL, settings.downloads());
        assertEquals(new Settings.Gateway("127.0.0.1", 8585, List.of(), List.of()), settings.gateway());
        assertEquals(new Settings.Network(null, null, List.of(), null, Map.of()), settings.network());
        assertEquals(
                new Settings.Waits(
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5)),
                settings.waits());
        assertEquals(Map.of(), settings.images());
        assertEquals(Map.of(), settings.sources());
    }

    private static void assertModels(Settings settings, Path server) {
        assertEquals(
                new Settings.Models(
                        EngineKind.OLLAMA,
                        URI.create("http://ollama.example:11434"),
                        server,
                        "qwen3:0.6b",
                        List.of("registry.example:5000", "10.0.0.7:5000"),
                        false),
                settings.models());
        assertEquals(
                new Settings.Downloads(
                        new Secret("hf_s3cret"), URI.create("https://hub.example"), "mirror.example:5000", 20 << 20),
                settings.downloads());
        assertEquals(
                new LlamaServerLimits(
                        new PoolLimits(3, 4, 64, Duration.ofMinutes(5), 1L << 30), Duration.ofMinutes(5), true, "all"),
                settings.of(LlamaServerLimits.class));
    }

    @Test
    void takesEveryKeyFromTheFile() throws IOException {
        Path kubeconfig = Files.createFile(folder.resolve("kubeconfig"));
        Path ca = Files.createFile(folder.resolve("ca.pem"));
        Path server = Files.createFile(folder.resolve("llama-server"));
        Path password = secret("rw-------");
        Path k3s = Files.createFile(folder.resolve("k3s"));
        file(everything().formatted(k3s, server, ca));
        Settings settings = load();
        assertEquals(
                new Settings.Cluster(
                        ClusterKind.EXISTING,
                        "blue",
                        kubeconfig,
                        "work",
                        "ai",
                        6443,
                        31000,
                        2,
                        new Settings.Pod(
                                6L << 30,
                                1500,
                                20_000_000_000L,
                                "fast",
                                List.of("dedicated=db:NoSchedule", "example.com/spot"),
                                Map.of("disk", "ssd"),
                                List.of("login", "other")),
                        k3s),
                settings.cluster());
        assertModels(settings, server);
        assertEquals(
                new Settings.Gateway(
                        "0.0.0.0",
                        9000,
                        List.of("ai.example", "192.0.2.7"),
                        List.of("https://app.example", "http://localhost:3000")),
                settings.gateway());
        assertEquals(
                new Settings.Network(
                        URI.create("http://proxy.example:3128"),
                        URI.create("http://proxy.example:3129"),
                        List.of(".example", "10.0.0.0/8"),
                        ca,
                        Map.of("registry.example:5000", new RegistryLogin("me", new Secret("open sesame"))),
                        URI.create("http://10.0.0.7:5055")),
                settings.network());
        assertEquals(
                Map.of("rancher/k3s", "registry.example:5000/k3s:v1", "ghcr.io/x", "registry.example:5000/x"),
                settings.images());
        assertEquals(List.of("traces", "store"), settings.bundles());
        assertEquals(
                new Exposure(
                        Exposure.Way.INGRESS,
                        "ai.example.org",
                        "nginx",
                        "ClusterIssuer/letsencrypt",
                        Map.of("example.com/a", "1", "b", "x=y"),
                        true),
                settings.exposure());
        assertEquals(
                new Settings.Waits(
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2)),
                settings.waits());
        assertTrue(password.isAbsolute());
    }

    @Test
    void everyKeyOfTheTableIsInThatFile() throws IOException {
        String everything = everything();
        SettingTable.ALL.forEach(setting -> {
            String word = setting.key().substring(setting.key().indexOf('.') + 1);
            String indent = word.equals(setting.key()) ? "" : "  ";
            assertTrue(everything.contains("\n" + indent + word + ": "), setting.key());
        });
    }

    @Test
    void laterPlacesWinAndEachValueKnowsItsOwn() throws IOException {
        Path file = file("cluster:\n  name: of-file\n  namespace: of-file\ngateway:\n  port: 1\nwaits:\n  node: 9s\n");
        environment.putAll(Map.of("AIPLAT_GATEWAY_PORT", "2", "AIPLAT_CLUSTER_NAME", "of-variable"));
        Settings settings = load(set("gateway.port", "3"), new CommandLineSettings.Flag("--port", "gateway.port", "4"));
        assertEquals(4, settings.gateway().port());
        assertEquals("--port", settings.sourceOf("gateway.port"));
        assertEquals("of-variable", settings.cluster().name());
        assertEquals("AIPLAT_CLUSTER_NAME", settings.sourceOf("cluster.name"));
        assertEquals("of-file", settings.cluster().namespace());
        assertEquals(file + ":3:14", settings.sourceOf("cluster.namespace"));
        assertEquals("default", settings.sourceOf("cluster.kind"));
    }

    @Test
    void theProxyOfOtherProgramsIsADefault() throws IOException {
        environment.putAll(Map.of(
                "http_proxy",
                "lower:1",
                "HTTP_PROXY",
                "upper:1",
                "HTTPS_PROXY",
                "http://upper:2",
                "NO_PROXY",
                "a, .b"));
        Settings settings = load();
        assertEquals(URI.create("http://lower:1"), settings.network().httpProxy());
        assertEquals(URI.create("http://upper:2"), settings.network().httpsProxy());
        assertEquals(List.of("a", ".b"), settings.network().noProxy());
        assertEquals("HTTPS_PROXY", settings.sourceOf("network.https-proxy"));
        file("network:\n  https-proxy: file:3\n");
        assertEquals(URI.create("http://file:3"), load().network().httpsProxy());
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceAndWhere() throws IOException {
        Path file = file("""
                gatway:
                  port: 1
                gateway:
                  prot: 8585
                  port: high
                waits: 3m
                cluster:
                  kind: dokcer
                  name: [a, [b]]
                """);
        environment.put("AIPLAT_CLUSTER_NAMESPACE", "Not A Label");
        environment.put("AIPLAT_GATEWAY_PROT", "1");
        List<String> texts = rejected(set("model.wanted", "x")).stream()
                .map(p -> p.what() + "|" + p.why())
                .toList();
        assertEquals(
                List.of(
                        "There is no setting gatway|" + file + ":1:1 states it, and aiplat does not guess."
                                + " Did you mean 'gateway'?",
                        "There is no setting gateway.prot|" + file + ":4:3 states it, and aiplat does not guess."
                                + " Did you mean 'gateway.port'?",
                        "waits has a value that cannot be|Stated by " + file + ":6:1. It is a section, not a setting.",
                        "cluster.name has a value that cannot be|Stated by " + file
                                + ":9:9. There is nothing, or something with keys of its own.",
                        "There is no setting AIPLAT_GATEWAY_PROT|AIPLAT_GATEWAY_PROT states it, and aiplat does"
                                + " not guess. Did you mean 'AIPLAT_GATEWAY_PORT'?",
                        "There is no setting model.wanted|--set states it, and aiplat does not guess."
                                + " Did you mean 'models.wanted'?",
                        "cluster.kind has a value that cannot be|Stated by " + file
                                + ":8:9. 'dokcer' is none of them; did you mean 'docker'?",
                        "cluster.namespace has a value that cannot be|Stated by AIPLAT_CLUSTER_NAMESPACE."
                                + " 'Not A Label' is no name that Kubernetes and DNS accept.",
                        "gateway.port has a value that cannot be|Stated by " + file + ":5:9. 'high' is no port."),
                texts);
    }

    @Test
    void valuesOfTheFileTakeFromElsewhere() throws IOException {
        Files.writeString(folder.resolve("home-name"), "blue\n");
        Path file = file("""
                cluster:
                  name: ${file:../home-name}
                  context: $${NAME}
                  namespace: ${env:NOBODY:-ai}
                  kind: existing
                gateway:
                  hosts: [a.example, "${env:NAMES}"]
                network:
                  registries:
                    r.example:
                      username: me
                      password: ${env:PASSWORD}
                """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        environment.putAll(Map.of("NAMES", "b.example,c.example", "PASSWORD", "open sesame"));
        Settings settings = load(set("models.wanted", "${env:NAMES}"));
        assertEquals("blue", settings.cluster().name());
        assertEquals("${NAME}", settings.cluster().context());
        assertEquals("ai", settings.cluster().namespace());
        assertEquals(
                List.of("a.example", "b.example", "c.example"),
                settings.gateway().hosts());
        assertEquals(
                new RegistryLogin("me", new Secret("open sesame")),
                settings.network().registries().get("r.example"));
        assertEquals("${env:NAMES}", settings.models().wanted(), "a flag says what it says");
    }

    @Test
    void whatAValueTakesMustBeThere() throws IOException {
        Path file = file("gateway:\n  port: ${env:NOBODY}\nmodels:\n  wanted: ${file:nowhere}\n");
        assertEquals(
                List.of(
                        "The value of models.wanted cannot be had|Stated by " + file + ":4:11. The file "
                                + file.resolveSibling("nowhere") + " cannot be read. There is no such file.",
                        "The value of gateway.port cannot be had|Stated by " + file
                                + ":2:9. The environment has no variable NOBODY, or an empty one."),
                rejected().stream().map(p -> p.what() + "|" + p.why()).toList());
    }

    @Test
    void keysOfEarlierVersionsAreNoSettings() {
        SettingTable.SECTIONS.forEach(section ->
                section.retired().keySet().forEach(key -> assertEquals(Optional.empty(), SettingTable.find(key), key)));
        Problem problem = SettingsProblems.WORDING.retiredKey("cluster.model-port", "--set", "Leave it out");
        assertEquals("There is no setting cluster.model-port any more", problem.what());
        assertEquals("Leave it out", problem.fixes().getFirst());
    }

    @Test
    void refusesImpossibleValues() {
        Map<String, String> impossible = Map.ofEntries(
                Map.entry("cluster.kubeconfig", "no-such-file"),
                Map.entry("cluster.api-port", "65536"),
                Map.entry("cluster.model-port", "-1"),
                Map.entry("cluster.gpus", "all"),
                Map.entry("gpu.use", "0,0"),
                Map.entry("models.engine", "vllm"),
                Map.entry("models.url", "ftp://x"),
                Map.entry("models.llama-server", "no-such-file"),
                Map.entry("llamacpp.slots", "0"),
                Map.entry("llamacpp.gpu-layers", "most"),
                Map.entry("models.plain-registries", "http://registry.example"),
                Map.entry("models.keep-loaded", "yes"),
                Map.entry("gateway.listen", "everywhere"),
                Map.entry("gateway.port", "0"),
                Map.entry("gateway.hosts", "https://x"),
                Map.entry("expose", "loadbalancer"),
                Map.entry("ingress.host", "localhost"),
                Map.entry("ingress.issuer", "letsencrypt"),
                Map.entry("ingress.annotations", "alone"),
                Map.entry("ingress.admin", "yes"),
                Map.entry("gateway.origins", "app.example"),
                Map.entry("network.http-proxy", "not an address"),
                Map.entry("network.ca-file", "."),
                Map.entry("images.a/b", "C"),
                Map.entry("waits.node", "3 minutes"),
                Map.entry("waits.model", "0s"));
        impossible.forEach((key, value) -> {
            List<Problem> problems = rejected(set(key, value));
            assertEquals(1, problems.size(), key);
            assertEquals("SETTINGS_INVALID_VALUE", problems.getFirst().code().id(), key);
            assertTrue(problems.getFirst().what().startsWith(key), key);
        });
    }

    @Test
    void aFileWithNothingInItDecidesNothing() throws IOException {
        file("# nothing yet\ncluster:\n  # name: x\n");
        assertEquals(Map.of(), load().sources());
    }

    @Test
    void refusesAFileThatIsNoYaml() throws IOException {
        Path file = file("cluster:\n\tname: x\n");
        Problem problem = rejected().getFirst();
        assertEquals("SETTINGS_FILE_MALFORMED", problem.code().id());
        assertTrue(problem.what().contains(file + ":2:1"), problem.what());
    }

    @Test
    void refusesAKeyThatIsStatedTwice() throws IOException {
        Path file = file("gateway:\n  port: 1\n  port: 2\n");
        assertEquals(
                "Stated by " + file + ":3:3. It is stated before at " + file + ":2:3.",
                rejected().getFirst().why());
    }

    @Test
    void refusesAHomeInTheFile() throws IOException {
        file("home: /elsewhere\n");
        assertEquals("home has a value that cannot be", rejected().getFirst().what());
    }

    @Test
    void aFileNamedByTheCommandLineMustBeThere() {
        SettingsLoader loader = new SettingsLoader(environment, Map.of("user.home", folder.toString()), folder);
        SettingsResult resolved = loader.load(new CommandLineSettings(folder, Path.of("missing.yaml"), List.of()));
        Problem problem = assertInstanceOf(SettingsResult.Rejected.class, resolved)
                .problems()
                .getFirst();
        assertEquals("SETTINGS_FILE_UNREADABLE", problem.code().id());
    }

    @Test
    void listeningToOthersNeedsAName() {
        assertEquals(
                "SETTINGS_CONFLICT",
                rejected(set("gateway.listen", "::")).getFirst().code().id());
        assertEquals(
                "::",
                load(set("gateway.listen", "::"), set("gateway.hosts", "x"))
                        .gateway()
                        .listen());
        assertEquals("::1", load(set("gateway.listen", "::1")).gateway().listen());
    }

    @Test
    void refusesAContextThatNothingWouldUse() {
        assertEquals(
                "SETTINGS_CONFLICT",
                rejected(set("cluster.context", "x")).getFirst().code().id());
        load(set("cluster.context", "x"), set("cluster.kind", "existing"));
    }

    @Test
    void refusesOnePortForTwo() {
        assertEquals(
                "SETTINGS_CONFLICT",
                rejected(set("cluster.api-port", "8585")).getFirst().code().id());
    }

    @Test
    void refusesAPasswordThatOthersMayRead() throws IOException {
        Path password = secret("rw-r--r--");
        CommandLineSettings.Flag user = set("network.registries.r.example.username", "me");
        Problem problem = rejected(user, set("network.registries.r.example.password-file", password.toString()))
                .getFirst();
        assertEquals("SETTINGS_SECRET_EXPOSED", problem.code().id());
        Path file = file("network:\n  registries:\n    r.example:\n      username: me\n      password: x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("SETTINGS_SECRET_EXPOSED", rejected().getFirst().code().id());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                new RegistryLogin("me", new Secret("x")),
                load().network().registries().get("r.example"));
    }

    @Test
    void refusesHalfALogin() {
        assertEquals(
                "network.registries.r.example is no complete login",
                rejected(set("network.registries.r.example.username", "me"))
                        .getFirst()
                        .what());
    }

    @Test
    void showsNoSecrets() {
        SettingsResult resolved = resolve(List.of(
                set("network.registries.r.example.username", "me"),
                set("network.registries.r.example.password", "open sesame"),
                set("models.hf-token", "hf_sesame"),
                set("network.http-proxy", "http://me:open-sesame@proxy:1")));
        String shown =
                assertInstanceOf(SettingsResult.Loaded.class, resolved).values().toString();
        assertTrue(shown.contains("***"), shown);
        assertTrue(!shown.contains("sesame"), shown);
    }

    @Test
    void saysWhichFileWasRead() throws IOException {
        assertNull(assertInstanceOf(SettingsResult.Loaded.class, resolve(List.of()))
                .file());
        Path file = file("");
        assertEquals(
                file,
                assertInstanceOf(SettingsResult.Loaded.class, resolve(List.of()))
                        .file());
    }
}
