package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.e2e.ScriptedModel.Speech;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `aiplat connect`, and the pages of docs/how-to for coding agents as a person follows them: from a running
/// appliance to a file that the agent has written.
class ConnectIT {
    @Test
    void whatIsSetIsPrintedOrWrittenAndWhatIsShortIsSaid() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            Path codex = aiplat.home.resolveSibling("codex");
            aiplat.with("CODEX_HOME", codex.toString());

            aiplat.run("connect", "claude-code")
                    .ok()
                    .tells("export ANTHROPIC_BASE_URL=http://127.0.0.1:" + aiplat.port + "\n")
                    .tells("export ANTHROPIC_AUTH_TOKEN=YOUR_KEY\n")
                    .tells("smoke cannot call tools")
                    .tells("needs 32768 at the least")
                    .tells("{\"claude-*\": smoke}");
            assertEquals(
                    0, aiplat.json("connect", "openai-python").path("short").size());
            aiplat.run("connect", "codex", "--model", "nope").failsWith(5, "CLIENT_REFUSED");
            aiplat.run("connect", "cline", "--write", "--key").failsWith(2, "COMMAND_CLIENT_WITHOUT_FILE");
            aiplat.run("connect", "codex", "--write").failsWith(2, "COMMAND_CLIENT_WITHOUT_KEY");
            assertEquals(0, keys(aiplat), "none of this has made a key");

            Files.createDirectories(codex);
            Files.writeString(codex.resolve("config.toml"), "# mine\nmodel = \"gpt-5\"\n");
            aiplat.run("connect", "codex", "--write", "--key").ok().tells("Wrote ");
            String written = Files.readString(codex.resolve("config.toml"));
            assertTrue(written.startsWith("# mine\nmodel = \"smoke\"\n"), written);
            assertEquals("# mine\nmodel = \"gpt-5\"\n", Files.readString(codex.resolve("config.toml.before-aiplat")));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(codex.resolve("config.toml"))));
            aiplat.run("connect", "codex", "--write", "--key").ok().tells("says so already");
            assertEquals(written, Files.readString(codex.resolve("config.toml")));
            assertEquals(1, keys(aiplat), "one key, however often");
            String key = written.replaceAll("(?s).*experimental_bearer_token = \"([^\"]*)\".*", "$1");
            assertEquals(200, aiplat.chat(key, "smoke").statusCode());
            assertFalse(
                    Files.exists(aiplat.home.resolve("gateway.yaml")),
                    "smoke was made for no more tokens than it sees");
        }
    }

    private static int keys(Aiplat aiplat) throws Exception {
        int keys = 0;
        for (var key : aiplat.json("keys", "list")) {
            keys += key.path("name").asText().startsWith("codex") ? 1 : 0;
        }
        return keys;
    }

    @ParameterizedTest
    @EnumSource
    void thePageOfACodingAgentEndsWithAFileThatItHasWritten(CodingAgent agent) throws Exception {
        agent.need();
        String page = agent.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path folder = Folders.create("bin", "person", "work", "output");
        Path note = folder.resolve("work/note.txt");
        Play play = Play.write(note, "Written as the page says.\n");
        try (ScriptedModel server = new ScriptedModel(Speech.CHAT).plays(play);
                Aiplat aiplat = Aiplat.withoutEngine()) {
            Files.createDirectories(aiplat.home);
            Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                    upstreams: {there: {provider: openai, url: "%s"}}
                    models: [{name: coder, deployments: [{upstream: there, model: scripted}]}]
                    """.formatted(server.url()));
            aiplat.run("up").ok();
            program(folder.resolve("bin").resolve(page.replace("-code", "")), agent.program() + " \"$@\"");
            program(
                    folder.resolve("bin/aiplat"),
                    "AIPLAT_HOME=" + aiplat.home + " JDK_JAVA_OPTIONS=-Duser.home=" + folder.resolve("person") + " "
                            + Aiplat.java() + " -jar " + Aiplat.JAR + " \"$@\"");
            String block = PageBlocks.of(page, "sh").getFirst().replace("NAME", "coder");
            Path person = folder.resolve("person");
            Running.start(
                            List.of("timeout", "-k", "1", "180", "sh", "-ec", block),
                            Map.of(
                                    "PATH",
                                    folder.resolve("bin") + ":" + System.getenv("PATH"),
                                    "HOME",
                                    person.toString(),
                                    "IS_SANDBOX",
                                    "1"),
                            folder.resolve("work"),
                            folder.resolve("output"))
                    .result()
                    .ok()
                    .tells(play.end());
            assertEquals("Written as the page says.\n", Files.readString(note));
            assertEquals(List.of(), server.refused);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void program(Path file, String line) throws Exception {
        Files.writeString(file, "#!/bin/sh\nexec env " + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
