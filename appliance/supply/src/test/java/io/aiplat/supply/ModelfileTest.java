package io.aiplat.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelfileTest {
    private static Modelfile parse(String text) {
        return Modelfile.parse("m", text);
    }

    @Test
    void readsThatOfThePackedModel() throws IOException {
        Modelfile smoke = parse(BundledModel.ALL.getFirst().modelfile());
        assertEquals(0.0, smoke.number("temperature"));
        assertEquals(2048, smoke.integer("num_ctx"));
        assertEquals(256, smoke.integer("num_predict"));
        assertEquals(1, smoke.integer("num_thread"));
        assertEquals(List.of("<|end|>"), smoke.stops());
        String template = smoke.template();
        assertTrue(template.startsWith("{{- $tools"), template);
        assertTrue(template.endsWith("{{- end }}<|assistant|>"), template);
    }

    @Test
    void knowsQuotesCommentsAndAnyCase() {
        Modelfile modelfile = parse("""
                # made by hand
                from ./x.gguf
                parameter STOP "a b"
                PARAMETER stop c
                PARAMETER temperature 0.5
                PARAMETER temperature 0.7
                SYSTEM \"""You are
                brief.\"""
                LICENSE \"""
                PARAMETER num_ctx 1
                \"""
                """);
        assertEquals(List.of("a b", "c"), modelfile.stops());
        assertEquals(0.7, modelfile.number("temperature"));
        assertEquals("You are\nbrief.", modelfile.system());
        assertNull(modelfile.integer("num_ctx"));
        assertNull(modelfile.template());
    }

    /// As Ollama shows a template that has lines and no quote.
    @Test
    void readsLinesBetweenSingleQuotes() {
        Modelfile modelfile = parse("""
                FROM /models/blobs/sha256-2b
                TEMPLATE "{{- range .Messages }}<|im_start|>{{ .Role }}
                {{ .Content }}<|im_end|>
                {{ end }}<|im_start|>assistant
                "
                PARAMETER stop <|im_start|>
                PARAMETER stop "
                """);
        assertEquals(
                "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n",
                modelfile.template());
        assertEquals(List.of("<|im_start|>", "\""), modelfile.stops());
    }

    @Test
    void saysWhichLineIsWrong() {
        for (String text : List.of("FROM x\nNONSENSE 1", "FROM x\nPARAMETER stop", "FROM x\nSYSTEM \"\"\"open")) {
            ApplianceException e = assertThrows(ApplianceException.class, () -> parse(text));
            assertEquals("MODELS_MODELFILE_BROKEN", e.problem().code().id());
            assertTrue(e.problem().what().contains("line 2"), e.problem().what());
        }
    }

    @Test
    void saysThatANumberIsNone() {
        ApplianceException e = assertThrows(
                ApplianceException.class, () -> parse("PARAMETER num_ctx many").integer("num_ctx"));
        assertTrue(
                e.problem().toText().contains("many is not a number"),
                e.problem().toText());
    }
}
