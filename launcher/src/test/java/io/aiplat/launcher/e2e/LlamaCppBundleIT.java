package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// llama.cpp's own server in a cluster, beside the model engine: it is up before it has a model, is given one, and
/// answers.
class LlamaCppBundleIT {
    private static final String PROXY = "/api/v1/namespaces/aiplat/services/llamacpp:8080/proxy/v1/";
    private static final Path SMOKE =
            Path.of("..", "appliance", "supply", "src", "main", "resources", "models", "smoke", "model.gguf");

    @Test
    void aModelIsBroughtToItsVolumeAndAnswers() throws Exception {
        Need.that(
                Program.succeeds("docker", "image", "inspect", "aiplat-testbed/llama.cpp:server"),
                "the testbed's image of llama-server: testbed/build, testbed/llama-server");
        try (TestEngine engine = TestEngine.open("llamacpp");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up", "--with", "llamacpp")
                    .ok()
                    .tells("Apply bundle llamacpp")
                    .tells("Reach llamacpp:8080 of llamacpp");

            Path model = SMOKE.toAbsolutePath().normalize();
            assertTrue(Files.exists(model), model::toString);
            aiplat.shell("aiplat kubectl exec -i -n aiplat deployment/llamacpp --"
                            + " sh -c 'cat > /models/smoke.gguf' < " + model)
                    .ok();
            assertTrue(aiplat.run("kubectl", "get", "--raw", PROXY + "models?reload=1")
                    .ok()
                    .out()
                    .contains("\"id\":\"smoke\""));

            String question = """
                    {"model": "smoke", "temperature": 0,
                     "messages": [{"role": "user", "content": "What is the capital of Italy?"}]}""";
            String answer = aiplat.runFed(question, "kubectl", "create", "--raw", PROXY + "chat/completions", "-f", "-")
                    .ok()
                    .out();
            assertEquals(
                    "The capital of Italy is Rome.",
                    new ObjectMapper()
                            .readTree(answer)
                            .at("/choices/0/message/content")
                            .asText());

            // It goes as any bundle, and what it has stored stays.
            aiplat.run("settings", "unset", "bundles").ok();
            aiplat.run("up").ok().tells("what it has stored stays: PersistentVolumeClaim/llamacpp-models");
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }
}
