package io.aiplat.launcher.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Deep merge into a configuration file: what is ours is set, what else is in it stays. Objects are merged by their
/// members, lists by the `name` of their elements. What would be lost by writing it anew is refused.
public enum ClientFile {
    /// Without comments, as its writers have it.
    JSON {
        @Override
        String merge(String before, Map<String, Object> ours) throws Unmergeable {
            return pretty(merged(tree(before), MAPPER.valueToTree(ours)));
        }

        @Override
        String get(String text, List<String> path) throws Unmergeable {
            return found(tree(text), path);
        }

        private JsonNode tree(String text) throws Unmergeable {
            try {
                JsonNode tree = text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
                if (!tree.isObject()) {
                    throw new Unmergeable("It is no object.");
                }
                return tree;
            } catch (JsonProcessingException e) {
                throw new Unmergeable("It is no plain JSON (comments would be lost): " + e.getOriginalMessage());
            }
        }

        private String pretty(JsonNode tree) {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            try {
                return MAPPER.writer(printer).writeValueAsString(tree) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree can be written", e);
            }
        }
    },
    /// One document; a file with comments is refused, because they would be lost.
    YAML {
        @Override
        String merge(String before, Map<String, Object> ours) throws Unmergeable {
            if (before.lines().anyMatch(line -> line.strip().startsWith("#") || line.contains(" #"))) {
                throw new Unmergeable("It has comments, which would be lost.");
            }
            JsonNode merged = merged(tree(before), MAPPER.valueToTree(ours));
            DumpSettings settings = DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    .setIndicatorIndent(2)
                    .setIndentWithIndicator(true)
                    .build();
            return new Dump(settings).dumpToString(MAPPER.convertValue(merged, Object.class));
        }

        @Override
        String get(String text, List<String> path) throws Unmergeable {
            return found(tree(text), path);
        }

        private JsonNode tree(String text) throws Unmergeable {
            try {
                Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
                JsonNode tree = loaded == null ? MAPPER.createObjectNode() : MAPPER.valueToTree(loaded);
                if (!tree.isObject()) {
                    throw new Unmergeable("It is no mapping.");
                }
                return tree;
            } catch (YamlEngineException e) {
                throw new Unmergeable("It is no YAML: " + e.getMessage());
            }
        }
    },
    /// Line by line, so comments stay.
    TOML {
        @Override
        String merge(String before, Map<String, Object> ours) throws Unmergeable {
            TomlText text = new TomlText(before);
            if (ours.entrySet().stream()
                    .anyMatch(each -> each.getValue() instanceof Map && text.defines(each.getKey()))) {
                throw new Unmergeable("It has an inline table or dotted keys where a table of ours belongs.");
            }
            text.setAll("", ours);
            return text.toString();
        }

        @Override
        String get(String text, List<String> path) {
            return new TomlText(text).get(String.join(".", path.subList(0, path.size() - 1)), path.getLast());
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// A file that cannot be changed without a loss.
    static final class Unmergeable extends Exception {
        private static final long serialVersionUID = 1;

        Unmergeable(String why) {
            super(why);
        }
    }

    /// The text with ours in it.
    ///
    /// @param before empty for a file that is not there
    abstract String merge(String before, Map<String, Object> ours) throws Unmergeable;

    /// The text at a path; empty if there is none.
    abstract String get(String text, List<String> path) throws Unmergeable;

    /// @param path members of objects, and names of elements of lists
    private static String found(JsonNode tree, List<String> path) {
        JsonNode at = tree;
        for (String step : path) {
            at = at.isArray() ? named(at, step) : at.path(step);
        }
        return at.asText("");
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode each : list) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode merged(JsonNode theirs, JsonNode ours) {
        if (theirs instanceof ObjectNode object && ours.isObject()) {
            ours.properties().forEach(each -> {
                JsonNode before = object.get(each.getKey());
                object.set(each.getKey(), before == null ? each.getValue() : merged(before, each.getValue()));
            });
            return object;
        }
        if (theirs instanceof ArrayNode list && ours.isArray()) {
            ours.forEach(each -> put(list, each));
            return list;
        }
        return ours;
    }

    private static void put(ArrayNode list, JsonNode ours) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path("name").equals(ours.path("name"))) {
                list.set(i, ours);
                return;
            }
        }
        list.add(ours);
    }
}
