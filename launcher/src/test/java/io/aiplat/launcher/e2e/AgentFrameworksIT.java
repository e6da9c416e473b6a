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
    /// A Python with the frameworks.
    static final String PYTHON = System.getenv().getOrDefault("AIPLAT_TEST_FRAMEWORKS", "python3");

    /// A program of the page.
    ///
    /// @param heading it stands below
    /// @param module  that has to be there for it
    private record Framework(String heading, String language, String module) {
        void need() {
            if (language.equals("js")) {
                Scripts.needNode(module);
                return;
            }
            Need.that(
                    Program.succeeds(PYTHON, "-c", "import " + module),
                    heading + ": pip install -r testbed/clients/frameworks/requirements.txt (AIPLAT_TEST_FRAMEWORKS"
                            + " names the python)");
        }

        String interpreter() {
            return language.equals("js") ? Scripts.NODE : PYTHON;
        }
    }

    private static final List<Framework> FRAMEWORKS = List.of(
            new Framework("OpenAI Agents SDK", "python", "agents"),
            new Framework("Pydantic AI", "python", "pydantic_ai"),
            new Framework("AutoGen", "python", "autogen_agentchat"),
            new Framework("LangChain", "python", "langchain_openai"),
            new Framework("Vercel AI SDK", "js", "ai"));

    @TestFactory
    List<DynamicTest> eachProgramOfThePageWritesItsFile() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Framework framework : FRAMEWORKS) {
            for (Speech speech : Speech.values()) {
                tests.add(DynamicTest.dynamicTest(
                        framework.heading + " before " + speech, () -> writes(framework, speech)));
            }
        }
        return tests;
    }

    private static void writes(Framework framework, Speech speech) throws Exception {
        framework.need();
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
            environment.put("NODE_PATH", System.getenv().getOrDefault("NODE_PATH", ""));
            Path program = Folders.file(folder, PageBlocks.below("agents-sdks", framework.heading, framework.language));
            Running.start(
                            List.of("timeout", "-k", "1", "120", framework.interpreter(), program.toString()),
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
