package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.StoredModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Answers as Ollama's registry makes them; those of a real Ollama are tried by the contract.
class OllamaDetailsTest {
    private static final OllamaTag TAG =
            new OllamaTag("tiny:latest", "abc", new StoredModel("tiny", 500, Instant.EPOCH));

    private static ModelDetails details(String show) throws JsonProcessingException {
        return OllamaDetails.of(TAG, OllamaApi.JSON.readTree(show));
    }

    @Test
    void readsALicenceByItsTitleWhereNothingElseIsSaid() throws JsonProcessingException {
        assertEquals("apache-2.0", details("""
                {"license": "Apache License\\n", "model_info": {"general.license": "apache-2.0"}}
                """).licence());
        assertEquals(
                "Apache License",
                details("{\"license\": \"\\n   Apache License\\n  Version 2.0\"}")
                        .licence());
        assertNull(details("{}").licence());
    }

    @Test
    void findsTheWeightsByTheFileTheyAreIn() throws JsonProcessingException {
        String digest = "a".repeat(64);
        assertEquals("sha256:" + digest, details("""
                {"modelfile": "# FROM tiny:latest\\n\\nFROM /usr/share/ollama/.ollama/models/blobs/sha256-%s\\nPARAMETER top_k 3\\n"}
                """.formatted(digest)).digest());
        assertNull(details("{\"modelfile\": \"FROM tiny\\n\"}").digest());
    }

    @Test
    void readsWhatIsSaidOfTheArchitecture() throws JsonProcessingException {
        ModelDetails details = details("""
                {"details": {"quantization_level": "Q4_K_M"}, "capabilities": ["completion"], "template": "{{ .Prompt }}",
                 "modelfile": "FROM x\\nSYSTEM be brief\\nPARAMETER stop a\\nPARAMETER stop b\\n",
                 "model_info": {"general.architecture": "qwen3", "general.parameter_count": 8190735360,
                                "qwen3.context_length": 40960}}
                """);
        assertEquals(
                new ModelDetails(
                        "tiny",
                        null,
                        500,
                        Instant.EPOCH,
                        "qwen3",
                        "Q4_K_M",
                        8_190_735_360L,
                        null,
                        40960,
                        "{{ .Prompt }}",
                        "be brief",
                        Map.of("stop", List.of("a", "b")),
                        false),
                details);
        assertNull(
                details("{\"details\": {\"quantization_level\": \"unknown\"}}").quantisation());
    }
}
