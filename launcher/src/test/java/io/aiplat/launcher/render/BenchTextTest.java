package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.launcher.bench.BenchLevel;
import io.aiplat.launcher.bench.BenchSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTextTest {
    private static final long MILLI = 1_000_000;

    private static BenchLevel level(int concurrency, int speed, String... errors) {
        BenchSample answered = new BenchSample(0, 100 * MILLI, 1100 * MILLI, 50, speed + 1, null);
        List<BenchSample> samples = new ArrayList<>(List.of(answered));
        for (String error : errors) {
            samples.add(new BenchSample(0, 1, 1, 0, 0, error));
        }
        return new BenchLevel(50, concurrency, samples);
    }

    @Test
    void aTableAChartAndWhatFailed() {
        assertEquals("""
                PROMPT   OUTPUT   AT ONCE   REQUESTS   FAILED   READ   WRITTEN   REQ/S   FIRST TOKEN   TOKEN
                50       21       1         1          0        500    20.0      0.91    100 / 100     50 / 50
                50       41       2         1          1        500    40.0      0.91    100 / 100     25 / 25

                READ and WRITTEN in tokens a second of all requests together; FIRST TOKEN and TOKEN (from one to the next)
                in milliseconds, of half and of 95 in 100 requests at most.

                PROMPT   AT ONCE   WRITTEN
                50       1         ████████████████████ 20.0
                50       2         ████████████████████████████████████████ 40.0

                Failed with prompts of 50, 2 at once: 1 times: too long
                """, BenchText.of(List.of(level(1, 20), level(2, 40, "too long"))));
    }

    @Test
    void programsGetNumbers() {
        assertEquals(
                "{\"prompt_tokens_asked\":50,\"prompt_tokens\":50.0,\"output_tokens\":21.0,\"concurrency\":1,"
                        + "\"requests\":1,\"errors\":{\"no\":2},\"prompt_rate\":500.0,\"generation_rate\":20.0,"
                        + "\"request_rate\":0.91,\"first_token_ms_p50\":100.0,\"first_token_ms_p95\":100.0,"
                        + "\"between_tokens_ms_p50\":50.0,\"between_tokens_ms_p95\":50.0}",
                JsonLine.of(BenchText.row(level(1, 20, "no", "no"))));
    }
}
