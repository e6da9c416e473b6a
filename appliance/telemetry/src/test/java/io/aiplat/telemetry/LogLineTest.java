package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Stage stage = new Stage();

    @Test
    void aRequestIsOneLineWithItsFigures() {
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        RequestRecord chat = stage.chat(telemetry, TRACEPARENT);
        chat.dropped("store, user");
        telemetry.finished(chat);
        assertEquals(
                "time=2026-11-21T10:00:00.025Z id=req-1 trace=0af7651916cd43dd8448eb211c80319c key=laptop"
                        + " team=research surface=chat asked=fast served=qwen3 upstream=ollama-2 attempts=2 status=200"
                        + " error= ttft_ms=250.000 total_ms=1250.000 tokens_in=20 tokens_out=101 tokens_cached=5"
                        + " tokens_reasoning=40"
                        + " estimated=false cost=0.001250 currency=EUR stream=ended cache=miss bytes_in=300"
                        + " bytes_out=4000 dropped=\"store, user\" confined= cold_start_ms="
                        + " gpu_seconds=0.500000",
                stage.lines.getFirst());
    }

    @Test
    void foreignTextCannotAddKeysOrLines() {
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        RequestRecord request = telemetry.begin("a b", TestLabel.CHAT, null, null);
        request.caller("k\" status=200", "übung");
        request.asked("x\n\r\t\u001b[2J\u2028\u202e\\ status=200 " + "y".repeat(300), false);
        request.answered(404, "model_not_found");
        telemetry.finished(request);
        String line = stage.lines.getFirst();
        assertTrue(line.chars().noneMatch(c -> c < ' ' || c == 0x2028 || c == 0x202e), line);
        assertTrue(line.contains(" id=\"a b\" "), line);
        assertTrue(line.contains(" key=\"k\\\" status=200\" team=\"übung\" "), line);
        assertTrue(line.contains(" asked=\"x\\n\\r\\t\\u001b[2J\\u2028\\u202e\\\\ status=200 yyy"), line);
        assertTrue(line.contains("yyy...\" served= upstream= attempts=0 status=404 error=model_not_found"), line);
    }

    @Test
    void promptsAreThereOnlyWhenAskedFor() {
        Telemetry quiet = stage.telemetry(TelemetrySettings.quiet("1"));
        RequestRecord unasked = quiet.begin("id", TestLabel.CHAT, null, null);
        assertFalse(unasked.keepsContent());
        unasked.content("secret", "secret");
        quiet.finished(unasked);
        assertFalse(stage.lines.getFirst().contains("secret"));
        Telemetry asked = stage.telemetry(
                new TelemetrySettings("1", null, Map.of(), 1, SemanticConvention.V1_41, false, true, Set.of()));
        RequestRecord request = asked.begin("id", TestLabel.CHAT, null, null);
        request.content("[{\"role\":\"user\"}]", "x".repeat(20_000));
        asked.finished(request);
        assertTrue(stage.lines.getLast().contains(" prompt=\"[{\\\"role\\\":\\\"user\\\"}]\" answer=xxx"));
        assertTrue(stage.lines.getLast().length() < 17_000, "content is bounded");
    }

    @Test
    void aFloodWithBadKeysLeavesNoLine() {
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
        request.answered(401, "invalid_api_key");
        telemetry.finished(request);
        assertTrue(stage.lines.isEmpty());
        assertEquals(
                1,
                Scrape.of(telemetry)
                        .value("aiplat_gateway_requests_total{model=unknown,upstream=none,surface=chat,code=401}"));
    }
}
