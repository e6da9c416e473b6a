package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Need;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The clients that people use, against the gateway of the shipped JAR with a real Ollama behind it. Their keys have
/// budgets and limits, the models have prices, and afterwards the gateway's books have to agree with what was done.
class GovernedClientsIT {
    private static RealOllama ollama;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        ollama = RealOllama.start().create("smoke", "smoke").create("smoke-embed", "smoke-embed");
        gateway = GatewayProcess.start("""
                upstreams:
                  real: {provider: ollama, url: "%s"}
                models:
                  - name: smoke
                    deployments: [{upstream: real, model: smoke}]
                    max_output_tokens: 1024
                  - name: smoke-embed
                    deployments: [{upstream: real, model: smoke-embed}]
                defaults:
                  price: {input: 1, output: 2, per: 1K tokens}
                """.formatted(ollama.url()));
    }

    @AfterAll
    static void stop() {
        try (RealOllama _ = ollama;
                GatewayProcess _ = gateway) {
            // Closing is all.
        }
    }

    @Test
    void openAiPython() throws Exception {
        Scripts.needPython("openai");
        runs("openai-python", Scripts.PYTHON, "openai_governed.py");
    }

    @Test
    void anthropicPython() throws Exception {
        Scripts.needPython("anthropic");
        runs("anthropic-python", Scripts.PYTHON, "anthropic_governed.py");
    }

    @Test
    void openAiNode() throws Exception {
        Scripts.needNode("openai");
        runs("openai-node", Scripts.NODE, "openai_governed.cjs");
    }

    @Test
    void vercelAiSdk() throws Exception {
        Scripts.needNode("ai");
        runs("ai-sdk", Scripts.NODE, "ai_sdk_governed.cjs");
    }

    @Test
    void langChain4j() throws Exception {
        Governed keys = new Governed(gateway, "langchain4j");
        new LangChain4jClient(gateway.url(), keys).run();
        keys.booksAreRight();
    }

    @Test
    void curl() throws Exception {
        Need.that(Program.succeeds("curl", "--version"), "curl");
        runs("curl", "bash", "curl_governed.sh");
    }

    @Test
    void whoKnowsItByAnotherNameIsAnsweredUnderThatNameOnly() {
        Need.that(Program.succeeds("curl", "--version"), "curl");
        assertEquals("200", statusUnder(GatewayProcess.NAME));
        assertEquals("403", statusUnder("page.test"));
    }

    private static String statusUnder(String host) {
        return Program.run(
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-H",
                        "Host: " + host,
                        gateway.url() + "/health")
                .ok()
                .out();
    }

    private static void runs(String client, String interpreter, String script) throws Exception {
        Governed keys = new Governed(gateway, client);
        List<String> command = new ArrayList<>(List.of(interpreter, Scripts.path(script)));
        command.addAll(List.of(gateway.url(), keys.key, keys.single, keys.spent));
        Program.run(command.toArray(String[]::new)).ok().tells("ok");
        keys.booksAreRight();
    }
}
