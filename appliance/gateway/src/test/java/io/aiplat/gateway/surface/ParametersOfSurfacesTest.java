package io.aiplat.gateway.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.parameter.ParameterTable;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the readers of requests know, next to the table of parameters.
class ParametersOfSurfacesTest {
    private static final Map<String, Class<?>> READERS = Map.of(
            "chat", ChatSurface.class,
            "completions", CompletionsSurface.class,
            "responses", ResponsesSurface.class,
            "messages", MessagesSurface.class);

    @Test
    void everyFieldThatIsReadHasARow() throws ReflectiveOperationException {
        Set<String> rows = ParameterTable.rows().stream()
                .map(row -> row.api() + " " + row.path().replaceAll("[.\\[ ].*", ""))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, Class<?>> reader : READERS.entrySet()) {
            Field field = reader.getValue().getDeclaredField("PARAMETERS");
            field.setAccessible(true);
            Parameters known = (Parameters) field.get(null);
            missing.addAll(Set.copyOf(known.carriedOut()).stream()
                    .map(name -> reader.getKey() + " " + name)
                    .toList());
            known.unused().keySet().forEach(name -> missing.add(reader.getKey() + " " + name));
        }
        missing.removeAll(rows);

        assertEquals(Set.of(), missing);
    }
}
