package io.aiplat.operator;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Comments of records as the descriptions of their schemas: what is said of a component is said once, and
/// `kubectl explain` says it too.
final class RecordComments {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern PARAMETER = Pattern.compile("@param\\s+(\\w+)\\s+(.*?)(?=@param|$)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)](\\([^)]*\\))?");

    private RecordComments() {}

    /// Describes a schema, and those within it.
    static void describe(JSONSchemaProps schema, Class<?> type) {
        if (!type.isRecord()) {
            return;
        }
        Map<String, String> said = of(type);
        for (RecordComponent component : type.getRecordComponents()) {
            JSONSchemaProps property = schema.getProperties().get(component.getName());
            if (property == null) {
                throw new IllegalStateException(type + " has " + component.getName() + ", and its schema has not");
            }
            String text = said.get(component.getName());
            if (text == null) {
                throw new IllegalStateException(type + " says nothing of " + component.getName());
            }
            property.setDescription(text);
            describe(
                    property.getItems() == null ? property : property.getItems().getSchema(),
                    element(component.getGenericType()));
        }
    }

    private static Class<?> element(Type type) {
        return switch (type) {
            case Class<?> itself -> itself;
            case ParameterizedType generic -> element(generic.getActualTypeArguments()[0]);
            default -> Object.class;
        };
    }

    private static Map<String, String> of(Class<?> type) {
        Map<String, String> said = new HashMap<>();
        Matcher parameters = PARAMETER.matcher(comment(type));
        while (parameters.find()) {
            String text = LINK.matcher(parameters.group(2)).replaceAll("$1");
            String plain = text.replace("`", "").replaceAll("\\s+", " ").strip();
            said.put(parameters.group(1), Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + ".");
        }
        return said;
    }

    /// The comment before a record, without its slashes.
    private static String comment(Class<?> type) {
        Class<?> outer = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        try {
            String source = Files.readString(SOURCES.resolve(outer.getName().replace('.', '/') + ".java"));
            String before = source.substring(0, source.indexOf("record " + type.getSimpleName() + "("));
            String[] lines = before.split("\n");
            int last = lines.length - 1;
            while (last >= 0 && !lines[last].strip().startsWith("///")) {
                last--;
            }
            int first = last;
            while (first > 0 && lines[first - 1].strip().startsWith("///")) {
                first--;
            }
            StringBuilder text = new StringBuilder();
            for (int i = first; i <= last; i++) {
                text.append(lines[i].strip().substring(3).strip()).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
