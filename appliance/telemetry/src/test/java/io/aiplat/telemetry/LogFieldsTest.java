package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
    private final Stage stage = new Stage();

    @Test
    void whatIsWrittenIsRead() {
        String odd = "a \"b\" = c\\ \n\u202eé end";
        try (Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"))) {
            RequestRecord request = stage.chat(telemetry, null);
            request.asked(odd, true);
            telemetry.finished(request);
        }
        Map<String, String> fields = LogFields.of(stage.lines.getFirst());
        assertEquals(
                Arrays.stream(LogKey.values())
                        .filter(key -> key != LogKey.PROMPT && key != LogKey.ANSWER)
                        .map(LogKey::id)
                        .toList(),
                List.copyOf(fields.keySet()));
        assertEquals(odd, fields.get("asked"));
        assertEquals("req-1", fields.get("id"));
        assertEquals("0.001250", fields.get("cost"));
        assertEquals("", fields.get("error"));
    }

    @Test
    void whatIsNoLineEnds() {
        for (String line : List.of("", "no line", "a=", "a=\"", "a=\"\\", "a=\"\\u12", "=")) {
            LogFields.of(line);
        }
        assertEquals(Map.of("a", "1"), LogFields.of("a=1 rest"));
    }
}
