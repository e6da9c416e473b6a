package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What takes longer than a second: the pauses before another try.
class SpanExportIT {
    @Test
    void aCollectorThatIsBusyGetsTheSpansLater() throws IOException {
        Stage stage = new Stage();
        try (Collector collector = Collector.answering()) {
            collector.statuses.add(503);
            try (Telemetry telemetry = stage.telemetry(TelemetrySettings.exporting("1", collector.address()))) {
                telemetry.finished(stage.chat(telemetry, "none"));
            }
            assertEquals(3, collector.spans().size());
        }
    }
}
