package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.testkit.Golden;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The APIs as the clients of those who made them understand them.
class SdkIT {
    private static final Path CLIENTS = Path.of("../../testbed/clients");
    private static final String PYTHON = System.getenv().getOrDefault("AIPLAT_TEST_PYTHON", "python3");

    @ParameterizedTest
    @ValueSource(strings = {"openai_surfaces.py", "anthropic_surfaces.py"})
    void isUnderstoodByTheClients(String script) throws IOException, InterruptedException {
        Need.that(
                understands("import openai, anthropic"),
                "the clients: pip install -r testbed/clients/requirements.txt");
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.engine.answer = (request, sink) -> {
                sink.accept(new ChatDelta.Reasoning("hm"));
                sink.accept(new ChatDelta.Text("Hello"));
                sink.accept(new ChatDelta.Text(", wörld"));
                boolean calls = !request.tools().shown().isEmpty();
                if (calls) {
                    sink.accept(new ChatDelta.Call(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}")));
                }
                sink.accept(new ChatDelta.Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP, 5, 3));
            };
            Process client = new ProcessBuilder(
                            PYTHON,
                            CLIENTS.resolve(script).toString(),
                            "http://127.0.0.1:" + gateway.server.port(),
                            RunningGateway.KEY)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, client.waitFor(), said);
        }
    }

    @Test
    void theClientsKnowNoFieldsThatTheTableOfFieldsWasNotComparedWith() throws IOException, InterruptedException {
        Need.that(
                understands("import openai, anthropic"),
                "the clients: pip install -r testbed/clients/requirements.txt");
        Process script = new ProcessBuilder(
                        PYTHON, CLIENTS.resolve("request_fields.py").toString())
                .redirectErrorStream(true)
                .start();
        String fields = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, script.waitFor(), fields);

        Golden.matches("fields/sdk.txt", fields);
    }

    private static boolean understands(String statement) throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", statement)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noPython) {
            return false;
        }
    }
}
