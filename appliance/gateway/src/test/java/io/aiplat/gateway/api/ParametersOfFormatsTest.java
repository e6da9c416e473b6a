package io.aiplat.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.api.chat.ChatFormat;
import io.aiplat.gateway.api.contract.SupportedParameters;
import io.aiplat.gateway.api.messages.MessagesFormat;
import io.aiplat.gateway.api.responses.ResponsesFormat;
import io.aiplat.gateway.parameter.ParameterTable;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the readers of requests know, next to the table of parameters.
class ParametersOfFormatsTest {
    private static final Map<String, Class<?>> READERS = Map.of(
            "chat", ChatFormat.class,
            "completions", CompletionsFormat.class,
            "responses", ResponsesFormat.class,
            "messages", MessagesFormat.class);

    @Test
    void everyFieldThatIsReadHasARow() throws ReflectiveOperationException {
        Set<String> rows = ParameterTable.rows().stream()
                .map(row -> row.api() + " " + row.path().replaceAll("[.\\[ ].*", ""))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, Class<?>> reader : READERS.entrySet()) {
            Field field = reader.getValue().getDeclaredField("PARAMETERS");
            field.setAccessible(true);
            SupportedParameters known = (SupportedParameters) field.get(null);
            missing.addAll(Set.copyOf(known.carriedOut()).stream()
                    .map(name -> reader.getKey() + " " + name)
                    .toList());
            known.unused().keySet().forEach(name -> missing.add(reader.getKey() + " " + name));
        }
        missing.removeAll(rows);

        assertEquals(Set.of(), missing);
    }
}
