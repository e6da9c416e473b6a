package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlDocumentTest {
    @Test
    void readsLikeYamlOfAPerson() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", "smoke");
        value.put("loaded", true);
        value.put("tags", List.of("a", "b"));
        value.put("reason", "");
        assertEquals("""
                ---
                name: smoke
                loaded: true
                tags:
                - a
                - b
                reason: ''
                """, YamlDocument.of(value));
    }

    /// What YAML would read as something else is quoted, and what harms a terminal stays escaped.
    @Test
    void saysWhatJsonSays() {
        List<Object> values =
                Arrays.asList("true", "12", "null", "- x", "a: b", "#", "", "\u001b[31m", "ä\n\tö", null, 1.5);
        String yaml = YamlDocument.of(values);
        assertEquals(values, new Load(LoadSettings.builder().build()).loadFromString(yaml));
        assertEquals(-1, yaml.indexOf('\u001b'), yaml);
    }
}
