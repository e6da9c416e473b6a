package io.aiplat.models.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptBoundTest {
    private static final String CHAT_ML = """
            {{- range .Messages }}<|im_start|>{{ .Role }}
            {{ .Content }}<|im_end|>
            {{ end }}<|im_start|>assistant
            """;

    private static OllamaFacts facts(String template) {
        ObjectNode show = OllamaApi.JSON.createObjectNode().put("modelfile", "").put("template", template);
        return OllamaFacts.of("m", show);
    }

    private static int bound(String template, ChatMessage... messages) {
        return PromptBound.of(ChatRequest.of("m", List.of(messages)), facts(template));
    }

    @Test
    void countsBytesAsJavaWritesThem() {
        for (String text : new String[] {"", "abc", "zwölf", "日本", "\ud83d\ude00!", "\0"}) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, PromptBound.utf8(text), text);
        }
        assertEquals(4, PromptBound.utf8("a\ud83d"), "half a character becomes a mark of three bytes");
    }

    @Test
    void addsWhatTheTemplateAddsForEachTurn() {
        PromptTemplate template = PromptTemplate.parse(CHAT_ML);
        assertEquals("<|im_start|>assistant\n".length(), template.once());
        assertEquals("<|im_start|>\n<|im_end|>\n".length(), template.perTurn());
        int one = bound(CHAT_ML, ChatMessage.text("user", "hi"));
        int two = bound(CHAT_ML, ChatMessage.text("user", "hi"), ChatMessage.text("user", "hi"));
        assertEquals(template.perTurn() + PromptBound.ROLE_BYTES + 2, two - one);
    }

    @Test
    void takesTheLongerBranchAndNotBoth() {
        PromptTemplate template = PromptTemplate.parse(
                "{{ range .Messages }}{{ if eq .Role \"user\" }}[INST]{{ else if eq .Role \"tool\" }}[TOOL_RESULT]"
                        + "{{ else }}[A]{{ end }}{{ end }}");
        assertEquals("[TOOL_RESULT]".length(), template.perTurn());
        assertEquals(0, template.once());
    }

    @Test
    void countsLoopsOverToolsCallsAndTheirInsides() {
        PromptTemplate template = PromptTemplate.parse("""
                {{- if .Tools }}Tools:{{ range $.Tools }}-tool{{ range .Function.Parameters.Properties }},p{{ end }}
                {{- end }}{{ end }}{{ range .Messages }}{{ range .ToolCalls }}<call>{{ end }}{{ end }}""");
        assertEquals("Tools:".length(), template.once());
        assertEquals("-tool".length(), template.perTool());
        assertEquals(2, template.perProperty());
        assertEquals("<call>".length(), template.perCall());
    }

    @Test
    void countsTemplatesOfTheOlderKindOnceForEachTurn() {
        PromptTemplate template =
                PromptTemplate.parse("{{ if .System }}<s>{{ .System }}</s>{{ end }}[INST]{{ .Prompt }}[/INST]");
        assertEquals(0, template.once());
        assertEquals("<s></s>[INST][/INST]".length(), template.perTurn());
        assertFalse(template.systemTwice());
    }

    @Test
    void countsTextsWithinActionsThatAreShown() {
        assertEquals(9, PromptTemplate.parse("{{ \"literal\" }}").perTurn());
        assertEquals(0, PromptTemplate.parse("{{ $last := \"x\" }}{{/* c */}}").perTurn());
        assertTrue(PromptTemplate.parse("{{ range .Messages }}{{ currentDate }}{{ end }}")
                        .perTurn()
                >= 10);
    }

    @Test
    void survivesTemplatesThatAreBroken() {
        assertEquals(3, PromptTemplate.parse("{{ end }}abc").perTurn());
        assertEquals(3, PromptTemplate.parse("{{ if .X }}abc").perTurn());
        assertEquals(5, PromptTemplate.parse("abc{{").perTurn());
        assertEquals(0, PromptTemplate.parse("").perTurn());
    }

    @Test
    void countsToolsAsJsonWithItsEscapes() {
        ChatRequest plain = ChatRequest.of("m", List.of(ChatMessage.text("user", "hi")));
        ToolDefinition tool = new ToolDefinition("f", "<&>\n\"", "{\"type\":\"object\"}");
        int with = PromptBound.of(plain.withTools(Tools.offered(List.of(tool))), facts(CHAT_ML));
        int without = PromptBound.of(plain, facts(CHAT_ML));
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
        int more = PromptBound.of(request, OllamaFacts.of("m", show)) - PromptBound.of(request, facts(CHAT_ML));
        assertTrue(more >= 150, "more: " + more);
    }

    @Test
    void countsPicturesAsOllamaDoes() {
        ChatMessage shown = new ChatMessage("user", "hi", List.of("aGk=", "aGk="), List.of(), null);
        assertEquals(2 * 768, bound(CHAT_ML, shown) - bound(CHAT_ML, ChatMessage.text("user", "hi")));
    }
}
