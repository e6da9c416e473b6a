package io.aiplat.launcher.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientTest {
    private static final ClientTarget TO = new ClientTarget("http://127.0.0.1:8585", "sk-its-own", "coder", 65_536);

    @ParameterizedTest
    @EnumSource
    void whatIsSetByHandNamesTheModelAndTheAddress(Client client) {
        String text = client.byHand(TO);
        assertTrue(text.contains(TO.url()), text);
        assertTrue(text.contains("sk-its-own"), text);
        assertTrue(client == Client.OPEN_WEBUI || text.contains("coder"), text);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAUDE_CODE", "CODEX", "OPENCODE", "CONTINUE", "AIDER"})
    void aFileThatIsWrittenHasItsKeyAndIsNotChangedTwice(Client client) {
        String first = client.merge("", TO).text();
        assertEquals(Optional.of("sk-its-own"), client.keyIn(first, TO));
        assertEquals(first, client.merge(first, TO).text());
        ClientTarget elsewhere = new ClientTarget("http://127.0.0.1:9999", "sk-other", "coder", 65_536);
        assertEquals(Optional.empty(), client.keyIn(first, elsewhere), "that key is for another endpoint");
    }

    @Test
    void whatElseIsInJsonStays() {
        String text = Client.CLAUDE_CODE
                .merge("{\"permissions\": {\"allow\": [\"Bash\"]}, \"env\": {\"EDITOR\": \"vi\"}}", TO)
                .text();
        assertTrue(text.contains("\"allow\"") && text.contains("\"EDITOR\" : \"vi\""), text);
        assertTrue(text.contains("\"ANTHROPIC_BASE_URL\" : \"http://127.0.0.1:8585\""), text);
    }

    @Test
    void whatElseIsInTomlStaysAsItStands() {
        String before = """
                # mine
                model = "gpt-5" # the big one
                notify = [
                  "a",
                  ["b"]
                ]
                text = \"""
                [no.table]
                model = "no"
                \"""

                [model_providers.other]
                base_url = "https://other.example/v1"

                [model_providers.aiplat]
                base_url = "http://old:1/v1"
                query_params = { a = "b" }

                [tui]
                theme = "dark"
                """;
        String text = Client.CODEX.merge(before, TO).text();
        assertEquals("""
                # mine
                model = "coder"
                notify = [
                  "a",
                  ["b"]
                ]
                text = \"""
                [no.table]
                model = "no"
                \"""
                model_provider = "aiplat"
                model_context_window = 65536
                web_search = "disabled"

                [model_providers.other]
                base_url = "https://other.example/v1"

                [model_providers.aiplat]
                base_url = "http://127.0.0.1:8585/v1"
                query_params = { a = "b" }
                name = "aiplat"
                wire_api = "responses"
                experimental_bearer_token = "sk-its-own"

                [tui]
                theme = "dark"
                """, text);
        assertEquals(text, Client.CODEX.merge(text, TO).text());
    }

    @Test
    void aTableThatIsWrittenInAnotherWayIsNotTouched() {
        assertFalse(
                Client.CODEX.merge("model_providers.x.name = \"x\"\n", TO).why().isEmpty());
        assertFalse(
                Client.CODEX.merge("model_providers = { x = {} }\n", TO).why().isEmpty());
    }

    @Test
    void otherModelsOfContinueStayAndOursIsThereOnce() {
        String before = """
                name: mine
                models:
                  - name: other
                    provider: anthropic
                    model: x
                """;
        String text = Client.CONTINUE.merge(before, TO).text();
        assertTrue(text.contains("provider: anthropic") && text.contains("apiKey: sk-its-own"), text);
        assertEquals(Optional.of("sk-its-own"), Client.CONTINUE.keyIn(text, TO));
        String again = Client.CONTINUE
                .merge(text, new ClientTarget(TO.url(), "sk-its-own", "coder-2", 0))
                .text();
        assertFalse(again.contains("model: coder\n"), again);
        assertTrue(again.contains("model: coder-2\n"), again);
    }

    @Test
    void aFileWithCommentsThatWouldBeLostIsRefused() {
        assertFalse(Client.AIDER.merge("# mine\nmodel: x\n", TO).why().isEmpty());
        assertFalse(Client.OPENCODE.merge("{\n// mine\n}\n", TO).why().isEmpty());
        assertFalse(Client.CLAUDE_CODE.merge("[1]", TO).why().isEmpty());
        assertFalse(Client.CLAUDE_CODE.merge("{\"a\": ", TO).why().isEmpty());
    }

    @Test
    void aFileThatWasMovedIsFoundWhereItIs() {
        Path person = Path.of("/home/me");
        assertEquals(
                Optional.of(Path.of("/home/me/.codex/config.toml")), Client.CODEX.file(Map.of("HOME", "/x"), person));
        assertEquals(Optional.of(Path.of("/c/config.toml")), Client.CODEX.file(Map.of("CODEX_HOME", "/c"), person));
        assertEquals(
                Optional.of(Path.of("/x/opencode/opencode.json")),
                Client.OPENCODE.file(Map.of("XDG_CONFIG_HOME", "/x"), person));
        assertEquals(Optional.empty(), Client.CLINE.file(Map.of(), person));
    }

    @Test
    void whatIsShortIsSaid() {
        assertEquals(0, new AgentPreflight(true, 65_536, 131_072, 0, 1).better());
        assertTrue(new AgentPreflight(true, 65_536, 131_072, 0, 1).shorts("m").isEmpty());
        AgentPreflight ollama = new AgentPreflight(true, 8192, 131_072, 0, 1);
        assertEquals(AgentPreflight.USEFUL, ollama.better());
        assertTrue(ollama.shorts("m").getFirst().contains("sees 8192 tokens"), ollama.shorts("m")::toString);
        AgentPreflight small = new AgentPreflight(false, 4096, 4096, 10L << 30, 1L << 30);
        assertEquals(0, small.better(), "it was made for no more");
        assertEquals(4, small.shorts("m").size(), small.shorts("m")::toString);
        assertTrue(new AgentPreflight(null, 0, 0, 0, 1).shorts("m").isEmpty(), "what is not known is not said");
    }
}
