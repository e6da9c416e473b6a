package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.e2e.ScriptedModel.Speech;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Coding agents as they are shipped, through the gateway of the shipped JAR, before a model of every kind of server:
/// the files they were told to write and to mend are there, and the books say what it cost.
class CodingAgentsIT {
    private static final Map<Speech, ScriptedModel> SERVERS = new EnumMap<>(Speech.class);
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        for (Speech speech : Speech.values()) {
            ScriptedModel server = new ScriptedModel(speech);
            SERVERS.put(speech, server);
            upstreams.append("  %s: {provider: %s, url: \"%s\"}\n".formatted(name(speech), speech.provider, server.url()));
            // A coding agent's first prompt has more tokens than an Ollama sees unless it is told.
            String context = speech == Speech.OLLAMA ? ", context: 65536" : "";
            models.append("  - {name: %s, deployments: [{upstream: %s, model: %s%s}]}\n"
                    .formatted(name(speech), name(speech), ScriptedModel.MODEL, context));
        }
        gateway = GatewayProcess.start(
                upstreams.toString() + models + "defaults: {price: {input: 1, output: 2, per: 1K tokens}}\n");
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(ScriptedModel::close);
        if (gateway != null) {
            gateway.close();
        }
    }

    @TestFactory
    List<DynamicTest> writesAFile() {
        return each((agent, speech) -> {
            Path folder = Folders.create();
            try {
                Path note = folder.resolve("note.txt");
                works(agent, speech, folder, Play.write(note, "Written through aiplat.\n"), "Write the file note.txt.");
                assertEquals("Written through aiplat.\n", Files.readString(note));
            } finally {
                Folders.delete(folder);
            }
        });
    }

    @TestFactory
    List<DynamicTest> mendsAProgram() {
        return each((agent, speech) -> {
            Path folder = Folders.create();
            try {
                Path program = folder.resolve("sum.sh");
                Files.writeString(program, "#!/bin/sh\necho $(($1 - $2))\n");
                Play play = new Play(
                        List.of(
                                new Play.Execute("sh sum.sh 2 3"),
                                new Play.Look(program),
                                new Play.Replace(program, "echo $(($1 - $2))", "echo $(($1 + $2))"),
                                new Play.Execute("sh sum.sh 2 3 | tee result.txt")),
                        "It adds now.");
                works(agent, speech, folder, play, "sum.sh should add two numbers. Mend it.");
                assertEquals("5\n", Files.readString(folder.resolve("result.txt")));
            } finally {
                Folders.delete(folder);
            }
        });
    }

    private interface Deed {
        void does(CodingAgent agent, Speech speech) throws Exception;
    }

    private static List<DynamicTest> each(Deed deed) {
        List<DynamicTest> tests = new ArrayList<>();
        for (CodingAgent agent : CodingAgent.values()) {
            for (Speech speech : Speech.values()) {
                tests.add(DynamicTest.dynamicTest(agent + " before " + speech, () -> {
                    agent.need();
                    deed.does(agent, speech);
                }));
            }
        }
        return tests;
    }

    private static void works(CodingAgent agent, Speech speech, Path folder, Play play, String task) throws Exception {
        ScriptedModel server = SERVERS.get(speech).plays(play);
        String name = (agent + "-" + speech + "-" + play.steps().size()).toLowerCase().replace('_', '-');
        String key = gateway.key(name, "\"budgets\": [\"1000/day\"]");
        Result result = agent.does(task, folder, gateway.url(), key, name(speech));
        assertEquals(List.of(), server.refused, result::toString);
        result.ok().tells(play.end());
        assertTrue(server.asked.size() > play.steps().size(), () -> "asked too little: " + server.asked);
        booksAgree(name, server.asked.size());
    }

    /// That every request which came to the server is in the books, and nothing else.
    private static void booksAgree(String key, int requests) throws InterruptedException {
        JsonNode line = null;
        for (int i = 0; i < 100; i++) {
            line = null;
            for (JsonNode day : gateway.admin("/spend?by=key").path("data")) {
                if (day.path("name").asText().equals(key)) {
                    line = day;
                }
            }
            if (line != null && line.path("requests").asInt() >= requests) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(line != null, "nothing is booked for " + key);
        assertEquals(requests, line.path("requests").asInt());
        assertEquals((long) requests * ScriptedModel.INPUT, line.path("input_tokens").asLong());
        assertEquals((long) requests * ScriptedModel.OUTPUT, line.path("output_tokens").asLong());
    }

    private static String name(Speech speech) {
        return "coder-" + speech.provider;
    }
}
