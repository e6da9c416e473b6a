package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.e2e.ScriptedModel.Speech;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Coding agents as they are shipped, through the gateway of the shipped JAR, before a model of every kind of
/// server: the files they were told to write and to mend are there, and the books say what it cost.
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
            upstreams.append(
                    "  %s: {provider: %s, url: \"%s\"}\n".formatted(name(speech), speech.provider, server.url()));
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
        String name = (agent + "-" + speech + "-" + play.steps().size())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        String key = gateway.key(name, "\"tokens_per_minute\": 10000000");
        Result result = agent.does(task, folder, gateway.url(), key, name(speech));
        assertEquals(List.of(), server.refused, result::toString);
        result.ok().tells(play.end());
        assertTrue(server.asked.size() > play.steps().size(), () -> "asked too little: " + server.asked);
        int requests = server.asked.size();
        gateway.awaitsSpend(name, requests, requests * ScriptedModel.INPUT, requests * ScriptedModel.OUTPUT);
    }

    private static String name(Speech speech) {
        return "coder-" + speech.provider;
    }
}
