package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.aiplat.launcher.e2e.ScriptedModel.Speech;
import io.aiplat.testkit.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// LangChain's standard tests of a chat model, by its clients of chat completions, responses and messages, through
/// the gateway of the shipped JAR, before a model of every kind of server.
class LangChainStandardIT {
    /// The second ways to an answer of a given form are about nothing else.
    private static final String WHICH = "not (ByTools or BySchema) or structured";

    /// One measures time, two are of what these clients do not have, and one fails in the client itself.
    private static final Set<String> SKIPPED = Set.of(
            "TestChat: test_stream_time",
            "TestResponses: test_stream_time",
            "TestMessages: test_stream_time",
            "TestResponses: test_audio_inputs",
            "TestMessages: test_audio_inputs",
            "TestMessages: test_json_mode",
            "TestMessagesBySchema: test_structured_output_pydantic_2_v1");

    /// What an Ollama cannot be shown.
    private static final Set<String> UNSEEN = Set.of(
            "TestChat: test_pdf_inputs",
            "TestChat: test_pdf_tool_message",
            "TestResponses: test_pdf_inputs",
            "TestResponses: test_pdf_tool_message",
            "TestMessages: test_pdf_inputs",
            "TestMessages: test_pdf_tool_message");

    @TestFactory
    List<DynamicTest> eachStandardTestPasses() throws Exception {
        Need.that(
                Program.succeeds(
                        AgentFrameworksIT.PYTHON,
                        "-c",
                        "import langchain_tests, langchain_anthropic, langchain_openai"),
                "LangChain's tests: pip install -r testbed/clients/frameworks/requirements.txt (AIPLAT_TEST_FRAMEWORKS"
                        + " names the python)");
        List<DynamicTest> tests = new ArrayList<>();
        for (Speech speech : Speech.values()) {
            tests.addAll(before(speech));
        }
        return tests;
    }

    /// Runs them, and tells of each as a test of ours.
    private static List<DynamicTest> before(Speech speech) throws Exception {
        Path folder = Folders.create("output");
        Path report = folder.resolve("report.xml");
        try (ScriptedModel server = new ScriptedModel(speech).plays(new Form());
                GatewayProcess gateway = GatewayProcess.start("""
                        upstreams: {there: {provider: %s, url: "%s"}}
                        models:
                          - {name: chatter, deployments: [{upstream: there, model: scripted}]}
                          - {name: other, deployments: [{upstream: there, model: scripted-other}]}
                        defaults: {price: {input: 1, output: 2, per: 1K tokens}}
                        """.formatted(speech.provider, server.url()))) {
            String key = gateway.key("langchain", "\"tokens_per_minute\": 10000000");
            Map<String, String> environment = Map.of(
                    "PATH",
                    System.getenv("PATH"),
                    "HOME",
                    folder.toString(),
                    "MODEL",
                    "chatter",
                    "OTHER_MODEL",
                    "other",
                    "INPUTS",
                    inputs(speech),
                    "OPENAI_BASE_URL",
                    gateway.url() + "/v1",
                    "OPENAI_API_KEY",
                    key,
                    "ANTHROPIC_BASE_URL",
                    gateway.url(),
                    "ANTHROPIC_API_KEY",
                    key);
            List<String> command = new ArrayList<>(List.of("timeout", "-k", "1", "300", AgentFrameworksIT.PYTHON));
            command.addAll(List.of("-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", WHICH));
            command.addAll(List.of("--junitxml", report.toString()));
            command.add(Scripts.path("frameworks/langchain_standard.py"));
            Result result = Running.start(command, environment, folder, folder.resolve("output"))
                    .result();
            if (!Files.exists(report)) {
                fail("no report: " + result);
            }
            List<DynamicTest> tests = tests(speech, report);
            List<String> refused = List.copyOf(server.refused);
            tests.add(DynamicTest.dynamicTest(speech + " refuses nothing", () -> assertEquals(List.of(), refused)));
            int requests = server.asked.size();
            if (result.exit() == 0) {
                gateway.awaitsSpend(
                        "langchain", requests, requests * ScriptedModel.INPUT, requests * ScriptedModel.OUTPUT);
            }
            return tests;
        } finally {
            Folders.delete(folder);
        }
    }

    /// What the server takes besides text and pictures.
    private static String inputs(Speech speech) {
        return switch (speech) {
            case OLLAMA -> "";
            case CHAT -> "pdf audio";
            case ANTHROPIC -> "pdf";
        };
    }

    private static Set<String> skipped(Speech speech) {
        Set<String> skipped = new TreeSet<>(SKIPPED);
        if (speech != Speech.CHAT) {
            skipped.add("TestChat: test_audio_inputs");
        }
        if (speech == Speech.OLLAMA) {
            skipped.addAll(UNSEEN);
        }
        return skipped;
    }

    private static List<DynamicTest> tests(Speech speech, Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        Set<String> skipped = new TreeSet<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element each = (Element) cases.item(i);
            String module = each.getAttribute("classname");
            String name = module.substring(module.lastIndexOf('.') + 1) + ": " + each.getAttribute("name");
            if (each.getElementsByTagName("skipped").getLength() > 0) {
                skipped.add(name);
                continue;
            }
            String bad = text(each, "failure") + text(each, "error");
            tests.add(DynamicTest.dynamicTest(name + " before " + speech, () -> assertEquals("", bad)));
        }
        tests.add(DynamicTest.dynamicTest(
                "nothing else is skipped before " + speech, () -> assertEquals(skipped(speech), skipped)));
        return tests;
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
