package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.launcher.e2e.ScriptedModel.Speech;
import io.aiplat.testkit.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The programs of docs/how-to/agents-sdks.md as they stand there, through the gateway of the shipped JAR, before a
/// model of every kind of server.
class AgentFrameworksIT {
    private static final String PYTHON = System.getenv().getOrDefault("AIPLAT_TEST_FRAMEWORKS", "python3");

    /// By the heading of their program, and what has to be there for it.
    private static final Map<String, String> FRAMEWORKS = Map.of(
            "OpenAI Agents SDK", "agents",
            "Pydantic AI", "pydantic_ai",
            "AutoGen", "autogen_agentchat",
            "LangChain", "langchain_openai");

    @TestFactory
    List<DynamicTest> eachProgramOfThePageWritesItsFile() {
        List<DynamicTest> tests = new ArrayList<>();
        FRAMEWORKS.keySet().stream().sorted().forEach(framework -> {
            for (Speech speech : Speech.values()) {
                tests.add(DynamicTest.dynamicTest(framework + " before " + speech, () -> writes(framework, speech)));
            }
        });
        return tests;
    }

    private static void writes(String framework, Speech speech) throws Exception {
        Need.that(
                Program.succeeds(PYTHON, "-c", "import " + FRAMEWORKS.get(framework)),
                framework + ": pip install -r testbed/clients/frameworks/requirements.txt (AIPLAT_TEST_FRAMEWORKS"
                        + " names the python)");
        Path folder = Folders.create("output");
        Path note = folder.resolve("note.txt");
        Play play = Play.write(note, "Written by a tool.\n");
        try (ScriptedModel server = new ScriptedModel(speech).plays(play);
                GatewayProcess gateway = GatewayProcess.start("""
                        upstreams: {there: {provider: %s, url: "%s"}}
                        models: [{name: coder, deployments: [{upstream: there, model: scripted}]}]
                        defaults: {price: {input: 1, output: 2, per: 1K tokens}}
                        """.formatted(speech.provider, server.url()))) {
            Map<String, String> environment = new HashMap<>();
            environment.put("PATH", System.getenv("PATH"));
            environment.put("HOME", folder.toString());
            environment.put("MODEL", "coder");
            environment.put("OPENAI_BASE_URL", gateway.url() + "/v1");
            environment.put("OPENAI_API_KEY", gateway.key("framework", "\"budgets\": [\"100/day\"]"));
            Path program = Folders.file(folder, PageBlocks.below("agents-sdks", framework, "python"));
            Running.start(
                            List.of("timeout", "-k", "1", "120", PYTHON, program.toString()),
                            environment,
                            folder,
                            folder.resolve("output"))
                    .result()
                    .ok()
                    .tells(play.end());
            assertEquals("Written by a tool.\n", Files.readString(note));
            assertEquals(List.of(), server.refused);
            assertEquals(2, server.asked.size());
            gateway.awaitsSpend("framework", 2, 2 * ScriptedModel.INPUT, 2 * ScriptedModel.OUTPUT);
        } finally {
            Folders.delete(folder);
        }
    }
}
