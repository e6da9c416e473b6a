package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.RequestRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaSubsetTest {
    @Test
    void letsNestedObjectsListsAndChoicesPass() {
        assertDoesNotThrow(() -> JsonSchemaSubset.check("""
                {"type": "object", "additionalProperties": false, "required": ["city", "days"], "properties": {
                  "city": {"type": "string", "description": "where"},
                  "days": {"type": "array", "items": {"type": "object", "properties": {"hot": {"type": "boolean"}}}},
                  "unit": {"enum": ["C", "F"]}}}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"type\": \"string\"}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/x\"}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"(\"}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": [\"string\", \"null\"]}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"array\"}}}",
                "{\"type\": \"object\", \"properties\": {\"a b\": {\"type\": \"string\"}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"enum\": []}}}",
                "{\"type\": \"object\", \"required\": [\"b\"]}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}"
            })
    void refusesWhatIsNotKnownToWork(String schema) {
        RequestRefused refused = assertThrows(RequestRefused.class, () -> JsonSchemaSubset.check(schema));
        assertEquals("response_format", refused.parameter());
        assertTrue(refused.getMessage().contains("$"), refused.getMessage());
    }
}
