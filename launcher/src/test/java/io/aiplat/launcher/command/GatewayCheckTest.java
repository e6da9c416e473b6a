package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCheckTest {
    private static final String FOR_RUN = "port: 4100\n";

    @TempDir
    Path folder;

    private Cli.Result run(String... words) {
        return new Cli(folder).run(words);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void withoutAFileTheAppliancesOwnIsMeant() throws IOException {
        write("gateway.yaml", FOR_RUN);
        Cli.Result none = run("gateway", "check");
        assertEquals(0, none.exit(), none.err());
        assertTrue(none.out().startsWith("There is no "), none.out());

        write("home/gateway.yaml", FOR_RUN);
        Cli.Result wrong = run("gateway", "check");
        assertEquals(3, wrong.exit());
        assertTrue(wrong.err().contains("ROUTING_NO_EFFECT") && wrong.err().contains("gateway.yaml:1:7"), wrong.err());

        write("home/gateway.yaml", "aliases: {fast: smoke, \"claude-*\": smoke}\n");
        Cli.Result right = run("gateway", "check");
        assertTrue(right.out().contains("claude-* stand for smoke.\nfast stands for smoke.\n"), right.out());
        assertEquals(0, right.exit(), right.err());
        assertTrue(right.out().contains("home/gateway.yaml is right: "), right.out());
    }

    @Test
    void saysWhatIsFreeWhereOthersHaveAPrice() throws IOException {
        String model = "{name: m, deployments: [{upstream: here, model: smoke}]";
        String file = "upstreams: {here: {provider: embedded}}\nmodels: [" + model + "%s}%s]\n";

        write("home/gateway.yaml", file.formatted(", price: {input: 1, output: 2}", ""));
        String priced = run("gateway", "check").out();
        assertTrue(priced.contains(" is right: 2 models, 1 upstream.\n"), priced);
        assertTrue(priced.contains("these are free of charge: every model that is not named.\n"), priced);
        assertTrue(priced.contains("A model named \"*\" with a price"), priced);
        String json = run("gateway", "check", "-o", "json").out();
        assertTrue(json.contains("\"free\":[\"*\"]"), json);

        write("home/gateway.yaml", file.formatted("", ""));
        assertFalse(run("gateway", "check").out().contains("free"), "nothing has a price");

        write(
                "mine.yaml",
                file.formatted(", price: {gpu_hour: 1}", ", " + model.replace("name: m", "name: other") + "}"));
        String own = run("gateway", "check", "mine.yaml").out();
        assertTrue(own.endsWith("these are free of charge: other.\n"), own);
    }

    @Test
    void aFileThatIsNamedIsOneForAGatewayByItself() throws IOException {
        write("mine.yaml", FOR_RUN);
        Cli.Result right = run("gateway", "check", "mine.yaml");
        assertEquals(0, right.exit(), right.err());
        write("mine.yaml", "aliases: {fast: smoke}\n");
        assertTrue(run("gateway", "check", "mine.yaml").err().contains("ROUTING_UNKNOWN_REFERENCE"));
        assertTrue(run("gateway", "check", "--config", "mine.yaml").err().contains("ROUTING_UNKNOWN_REFERENCE"));
    }

    @Test
    void amountsOfSeveralCurrenciesNeedTheirRates() throws IOException {
        String file = """
                upstreams: {a: {provider: openai, url: 'http://127.0.0.1:1/v1'}}
                keys: [{name: k, key: 12345678, budget: {amount: 20, currency: EUR}}]
                models:
                  - {name: m, deployments: [{upstream: a, model: m}], price: {input: 1, output: 1, currency: USD}}
                  - {name: n, deployments: [{upstream: a, model: n}], price: {input: 1, output: 1, currency: JPY}}
                """;
        write("mine.yaml", file);
        for (String command : new String[] {"check", "run"}) {
            Cli.Result refused = run("gateway", command, "--config", "mine.yaml");
            assertEquals(3, refused.exit(), refused.out());
            String says = refused.err();
            assertTrue(says.contains("models[0].price.currency is in USD, and nothing says what that is in EUR"), says);
            assertTrue(says.contains("mine.yaml:4:94") && says.contains("mine.yaml:5:94"), says);
            assertTrue(says.contains("currency: {base: EUR, JPY: RATE}"), says);
        }
        write("mine.yaml", file + "currency: {base: EUR, USD: 0.92, JPY: 0.0058}\n");
        Cli.Result right = run("gateway", "check", "mine.yaml");
        assertEquals(0, right.exit(), right.err());
    }

    @Test
    void aGatewayThatOthersCanReachHasAName() throws IOException {
        write(
                "gateway.yaml",
                "upstreams: {a: {provider: openai, url: 'http://127.0.0.1:1/v1'}}\n"
                        + "models: [{name: m, deployments: [{upstream: a, model: m}]}]\n");

        Cli.Result refused = run("gateway", "run", "--listen", "0.0.0.0");

        assertEquals(3, refused.exit(), refused.err());
        assertTrue(refused.err().contains("gateway.hosts is empty"), refused.err());
    }
}
