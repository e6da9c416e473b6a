package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.launcher.Cli;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person reads of keys, spend and a running appliance.
class PeopleTest {
    private static final String MODELS =
            "{\"data\":[{\"name\":\"smoke\",\"bytes\":1,\"context\":64},{\"name\":\"qwen3:latest\"}]}";
    private static final String STATUS =
            "{\"ready\":true,\"started\":\"2026-11-29T12:00:00Z\",\"cluster\":\"none\",\"engine\":\"embedded\","
                    + "\"routes\":\"\",\"reason\":\"\",\"short\":[]}";
    private static final String PLACES = "{\"data\":[{\"route\":\"*\",\"successes\":3,\"failures\":1,\"in_flight\":0},"
            + "{\"route\":\"a\",\"successes\":4,\"failures\":0,\"in_flight\":2}]}";

    @TempDir
    Path folder;

    private Home home;
    private Cli cli;

    @BeforeEach
    void place() {
        home = new Home(folder.resolve("home")).open();
        cli = new Cli(folder).with("DOCKER_HOST", "unix:///nope");
    }

    @Test
    void listsSayWhatIsSpentOfABudgetAndWhichRatesHold() {
        cli.run("teams", "create", "research", "--budget", "100/month");
        cli.run(
                "keys",
                "create",
                "notebook",
                "--team",
                "research",
                "--budget",
                "10/month",
                "--rpm",
                "60",
                "--tpm",
                "9000");
        String keys = cli.run("keys", "list").out();
        assertTrue(keys.lines().anyMatch(line -> line.matches("notebook .* 0 of 10/month +60 +9000 .*")), keys);
        String teams = cli.run("teams", "list").out();
        assertTrue(teams.contains("0 of 100/month"), teams);
        String key = cli.run("keys", "show", "notebook").out();
        assertTrue(key.lines().anyMatch(line -> line.matches("budgets +0 of 10/month")), key);
    }

    @Test
    void spendHasASumAndItsCurrency() throws IOException {
        Files.writeString(home.root().resolve("gateway.yaml"), """
                upstreams: {here: {provider: embedded}}
                models:
                  - {name: fast, deployments: [{upstream: here, model: smoke}], price: {input: 1, output: 2, currency: EUR}}
                """);
        try (FakeAppliance appliance = new FakeAppliance(home.root())) {
            appliance.on("GET /admin/v1/spend?by=model", _ -> FakeAppliance.json("""
                    {"by":"model","from":"2026-11-01","to":"2026-11-29","data":[
                    {"day":"2026-11-28","name":"fast","requests":2,"input_tokens":5,"cached_tokens":0,"output_tokens":7,
                    "cost":0.25},{"day":"2026-11-29","name":"fast","requests":1,"input_tokens":1,"cached_tokens":1,
                    "output_tokens":3,"cost":0.50}]}"""));
            String spend = cli.run("spend", "--by", "model").out();
            assertTrue(spend.contains("COST EUR"), spend);
            assertTrue(spend.lines().anyMatch(line -> line.matches("total +3 +6 +1 +10 +0\\.75")), spend);
            assertTrue(cli.run("spend", "--by", "model", "-o", "json").out().contains("\"currency\":\"EUR\""));
        }
        new Home(folder.resolve("home")).appliance().toFile().delete();
        Cli.Result nothing = cli.run("spend", "--from", "2026-10-01", "--to", "2026-10-02");
        assertTrue(nothing.out().contains("Nothing was asked for from 2026-10-01 to 2026-10-02"), nothing.out());
        Cli.Result backwards = cli.run("spend", "--from", "2026-10-03", "--to", "2026-10-02");
        assertEquals(2, backwards.exit(), backwards.out());
        assertTrue(backwards.err().contains("not after the last day"), backwards.err());
    }

    @Test
    void aKeyForAModelThatNobodyHasIsMadeWithAWord() throws IOException {
        Files.writeString(home.root().resolve("gateway.yaml"), """
                upstreams: {cloud: {provider: openai, url: "https://api.example.com/v1"}}
                models:
                  - {name: fast, deployments: [{upstream: cloud, model: m}]}
                  - {name: "cloud/*", deployments: [{upstream: cloud, model: "*"}]}
                aliases: {"gpt-*": fast}
                """);
        try (FakeAppliance appliance = new FakeAppliance(home.root())) {
            appliance
                    .on("GET /admin/v1/models", _ -> FakeAppliance.json(MODELS))
                    .on("POST /admin/v1/keys", _ -> FakeAppliance.json("{\"name\":\"a\",\"token\":\"sk-a\"}"));
            Cli.Result made = cli.run("keys", "create", "a", "--models", "smoke,qwen3,fast,cloud/x,gpt-4,smoke-*,nope");
            assertEquals("sk-a\n", made.out());
            assertTrue(made.err().contains("No model is called nope now"), made.err());
            for (String there : List.of("smoke", "qwen3", "fast", "cloud/x", "gpt-4")) {
                assertFalse(made.err().contains("called " + there + " "), made.err());
            }
        }
    }

    @Test
    void whatShouldBeKnownOfAModelIsSaidWhenItIsPulled() throws IOException {
        try (FakeAppliance appliance = new FakeAppliance(home.root())) {
            appliance
                    .on("POST /admin/v1/models/pulls", _ -> FakeAppliance.json("{\"id\":\"7\"}"))
                    .on(
                            "GET /admin/v1/jobs/7/events",
                            _ -> FakeAppliance.json("{\"what\":\"copying base\",\"done\":1,\"total\":1}\n"
                                    + "{\"result\":{\"model\":\"base\",\"warning\":{\"code\":\"MODELS_NO_CHAT_TEMPLATE\","
                                    + "\"what\":\"The file of base has no chat template\",\"why\":\"It is so.\","
                                    + "\"fixes\":[\"Take another\"]}}}\n"));
            Cli.Result pulled = cli.run("models", "pull", "./base.gguf");
            assertEquals(0, pulled.exit(), pulled.err());
            assertTrue(pulled.out().startsWith("Model base is here."), pulled.out());
            assertTrue(pulled.err().contains("warning MODELS_NO_CHAT_TEMPLATE: The file of base"), pulled.err());
            assertTrue(pulled.err().contains("Take another"), pulled.err());
        }
    }

    @Test
    void theOwnersKeyIsRotatedWhileNothingRuns() throws IOException {
        cli.run("keys", "list");
        Cli.Result first = cli.run("keys", "rotate", "owner");
        Cli.Result second = cli.run("keys", "rotate", "owner");
        assertEquals(0, second.exit(), second.err());
        assertNotEquals(first.out(), second.out());
        assertEquals(second.out(), Files.readString(home.ownerKey()));
        assertEquals(2, cli.run("keys", "rotate", "admin", "--grace", "1h").exit());
        try (FakeAppliance _ = new FakeAppliance(home.root())) {
            Cli.Result running = cli.run("keys", "rotate", "owner");
            assertEquals(2, running.exit(), running.out());
            assertTrue(running.err().contains("aiplat stop && aiplat keys rotate owner"), running.err());
            assertEquals(second.out(), Files.readString(home.ownerKey()));
        }
    }

    @Test
    void statusSaysSinceWhenAndForWhomAndHowOften() throws IOException {
        try (FakeAppliance appliance = new FakeAppliance(home.root())) {
            appliance
                    .on("GET /admin/v1/status", _ -> FakeAppliance.json(STATUS))
                    .on("GET /admin/v1/models", _ -> FakeAppliance.json(MODELS))
                    .on("GET /admin/v1/deployments", _ -> FakeAppliance.json(PLACES));
            JsonNode status =
                    new ObjectMapper().readTree(cli.run("status", "-o", "json").out());
            assertEquals("2026-11-29T12:00:00Z", status.path("started").asText());
            assertEquals("qwen3:latest", status.at("/models/1").asText());
            assertEquals(7, status.at("/requests/answered").asInt());
            String text = cli.run("status").out();
            assertTrue(text.contains("requests  7 answered, 1 failed, 2 now"), text);
        }
    }

    @Test
    void helpHasWhatMessagesReferTo() {
        Cli.Result gateway = cli.run("help", "gateway.yaml");
        assertEquals(0, gateway.exit(), gateway.err());
        assertTrue(gateway.out().contains("max_output_tokens"), gateway.out());
        assertTrue(cli.run("help", "aiplat.yaml").out().contains("gateway.port"));
    }

    /// An installed aiplat has no folder of documentation.
    @Test
    void noMessageRefersToAFileOfTheSources() throws IOException {
        assertEquals(List.of(), linesOfMain(Pattern.compile("^[^/]*\"[^\"]*\\bdocs/(reference|how-to|decisions)")));
    }

    /// As the APIs have it. Archives have the words of the OCI's image layout.
    @Test
    void jsonOfCommandsIsInSnakeCase() throws IOException {
        Pattern camel = Pattern.compile("(answer|json|row|said)\\.put\\(\\s*\"(?!mediaType|createdBy)[a-z]+[A-Z]");
        assertEquals(List.of(), linesOfMain(camel));
    }

    private static List<String> linesOfMain(Pattern pattern) throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("src/main/java")), Files.walk(Path.of("../appliance")))) {
            return files.filter(file -> file.toString().contains("src/main/java")
                            && file.toString().endsWith(".java"))
                    .flatMap(PeopleTest::lines)
                    .filter(line -> pattern.matcher(line).find())
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
