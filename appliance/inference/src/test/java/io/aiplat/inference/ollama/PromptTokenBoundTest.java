package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.supply.ollama.OllamaApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTokenBoundTest {
    private static final String CHAT_ML = """
            {{- range .Messages }}<|im_start|>{{ .Role }}
            {{ .Content }}<|im_end|>
            {{ end }}<|im_start|>assistant
            """;

    private static OllamaFacts facts(String template) {
        ObjectNode show = OllamaApi.JSON.createObjectNode().put("modelfile", "").put("template", template);
        return OllamaFacts.of("m", show);
    }

    private static PromptTemplate parse(String template) {
        return PromptTemplate.parse(template, PromptTokenBound::utf8);
    }

    private static int bound(String template, ChatMessage... messages) {
        return PromptTokenBound.byBytes(facts(template)).of(ChatRequest.of("m", List.of(messages)));
    }

    @Test
    void countsBytesAsJavaWritesThem() {
        for (String text : new String[] {"", "abc", "zwölf", "日本", "\ud83d\ude00!", "\0"}) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, PromptTokenBound.utf8(text), text);
        }
        assertEquals(4, PromptTokenBound.utf8("a\ud83d"), "half a character becomes a mark of three bytes");
    }

    @Test
    void addsWhatTheTemplateAddsForEachTurn() {
        PromptTemplate template = parse(CHAT_ML);
        assertEquals("<|im_start|>assistant\n".length(), template.once());
        assertEquals("<|im_start|>\n<|im_end|>\n".length(), template.perTurn());
        int one = bound(CHAT_ML, ChatMessage.text("user", "hi"));
        int two = bound(CHAT_ML, ChatMessage.text("user", "hi"), ChatMessage.text("user", "hi"));
        assertEquals(template.perTurn() + "assistant".length() + 2, two - one);
    }

    @Test
    void takesTheLongerBranchAndNotBoth() {
        PromptTemplate template = parse(
                "{{ range .Messages }}{{ if eq .Role \"user\" }}[INST]{{ else if eq .Role \"tool\" }}[TOOL_RESULT]"
                        + "{{ else }}[A]{{ end }}{{ end }}");
        assertEquals("[TOOL_RESULT]".length(), template.perTurn());
        assertEquals(0, template.once());
    }

    @Test
    void countsLoopsOverToolsCallsAndTheirInsides() {
        PromptTemplate template = parse("""
                {{- if .Tools }}Tools:{{ range $.Tools }}-tool{{ range .Function.Parameters.Properties }},p{{ end }}
                {{- end }}{{ end }}{{ range .Messages }}{{ range .ToolCalls }}<call>{{ end }}{{ end }}""");
        assertEquals("Tools:".length(), template.once());
        assertEquals("-tool".length(), template.perTool());
        assertEquals(2, template.perProperty());
        assertEquals("<call>".length(), template.perCall());
    }

    @Test
    void countsTemplatesOfTheOlderKindOnceForEachTurn() {
        PromptTemplate template = parse("{{ if .System }}<s>{{ .System }}</s>{{ end }}[INST]{{ .Prompt }}[/INST]");
        assertEquals(0, template.once());
        assertEquals("<s></s>[INST][/INST]".length(), template.perTurn());
        assertFalse(template.systemTwice());
    }

    @Test
    void countsTextsWithinActionsThatAreShown() {
        assertEquals(9, parse("{{ \"literal\" }}").perTurn());
        assertEquals(0, parse("{{ $last := \"x\" }}{{/* c */}}").perTurn());
        assertTrue(parse("{{ range .Messages }}{{ currentDate }}{{ end }}").perTurn() >= 10);
    }

    @Test
    void survivesTemplatesThatAreBroken() {
        assertEquals(3, parse("{{ end }}abc").perTurn());
        assertEquals(3, parse("{{ if .X }}abc").perTurn());
        assertEquals(5, parse("abc{{").perTurn());
        assertEquals(0, parse("").perTurn());
    }

    @Test
    void countsToolsAsJsonWithItsEscapes() {
        ChatRequest plain = ChatRequest.of("m", List.of(ChatMessage.text("user", "hi")));
        ToolDefinition tool = new ToolDefinition("f", "<&>\n\"", "{\"type\":\"object\"}");
        int with = PromptTokenBound.byBytes(facts(CHAT_ML)).of(plain.withTools(Tools.offered(List.of(tool))));
        int without = PromptTokenBound.byBytes(facts(CHAT_ML)).of(plain);
        assertTrue(
                with - without >= "f".length() + 4 * 6 + 2 + tool.parameters().length() + 60, with + " " + without);
    }

    @Test
    void countsTheModelfilesOwnTurnsAndSystemMessage() {
        ObjectNode show = OllamaApi.JSON
                .createObjectNode()
                .put("modelfile", "SYSTEM \"\"\"" + "s".repeat(100) + "\"\"\"")
                .put("template", CHAT_ML);
        show.putArray("messages").addObject().put("role", "user").put("content", "m".repeat(50));
        ChatRequest request = ChatRequest.of("m", List.of(ChatMessage.text("user", "hi")));
        int more = PromptTokenBound.byBytes(OllamaFacts.of("m", show)).of(request)
                - PromptTokenBound.byBytes(facts(CHAT_ML)).of(request);
        assertTrue(more >= 150, "more: " + more);
    }

    @Test
    void countsPicturesAsOllamaDoes() {
        ChatMessage shown = new ChatMessage("user", "hi", List.of("aGk=", "aGk="), List.of(), null);
        assertEquals(2 * 768, bound(CHAT_ML, shown) - bound(CHAT_ML, ChatMessage.text("user", "hi")));
    }
}
