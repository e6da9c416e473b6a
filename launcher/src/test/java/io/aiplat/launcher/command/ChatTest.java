package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversation whose lines come from a pipe; that of a terminal is in LineEditorTest.
class ChatTest {
    @TempDir
    Path folder;

    private FakeAppliance appliance;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        cli = new Cli(folder);
        appliance = new FakeAppliance(folder.resolve("home"));
        appliance.on("GET /admin/v1/models", _ -> FakeAppliance.json("{\"data\":[{\"name\":\"m\"}]}"));
        appliance.on(
                "POST /v1/chat/completions",
                body -> body.contains("fail")
                        ? new FakeAppliance.Answer(400, "application/json", "{\"error\":{\"message\":\"too much\"}}")
                        : FakeAppliance.said("yes"));
    }

    @AfterEach
    void stop() {
        appliance.close();
    }

    private String question(int number) {
        return appliance.asked.stream()
                .filter(request -> request.startsWith("POST /v1/chat"))
                .toList()
                .get(number);
    }

    @Test
    void aBlankLineEndsNothingAndALongLineStaysWhole() {
        String large = "x".repeat(10_000) + "end";
        Cli.Result result = cli.typing("one\n\n" + large + "\n").run("chat");
        assertEquals(0, result.exit(), result.err());
        assertEquals("yes\nyes\n", result.out());
        assertTrue(question(1).contains(large), "it is cut");
        assertTrue(question(1).contains("\"content\":\"one\""), question(1).substring(0, 200));
    }

    @Test
    void whatGoesWrongInOneTurnDoesNotEndTheConversation() {
        Cli.Result result = cli.typing("one\nfail\ntwo\n").run("chat");
        assertEquals("yes\nyes\n", result.out());
        assertTrue(result.err().contains("too much"), result.err());
        assertEquals(5, result.exit(), "a script still sees that a turn failed");
        assertFalse(question(2).contains("fail"), "what was not answered is no part of the conversation");
        assertTrue(question(2).contains("two") && question(2).contains("one"), question(2));
    }

    @Test
    void aWordOfFarewellEndsIt() {
        Cli.Result result = cli.typing("one\n/bye\ntwo\n").run("chat");
        assertEquals("yes\n", result.out());
    }
}
