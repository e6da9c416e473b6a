package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.metric.Gauge;
import io.aiplat.telemetry.metric.Metric;
import io.aiplat.telemetry.request.BodyRefusal;
import io.aiplat.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Stage stage = new Stage();
    private final Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));

    @Test
    void everyMetricIsScrapedWithItsKind() {
        everythingOnce();
        assertEquals(
                Arrays.stream(Metric.values())
                        .filter(m -> m != Metric.SPANS && m != Metric.STORED_SPANS)
                        .collect(Collectors.toMap(Metric::id, m -> m.kind().word(), (a, b) -> a, TreeMap::new)),
                Scrape.of(telemetry).types);
    }

    @Test
    void whatIsScrapedOfOneRequestIsThis() {
        telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        Golden.matches("scrape.txt", Scrape.text(telemetry));
    }

    private void everythingOnce() {
        RequestRecord failed = stage.chat(telemetry, TRACEPARENT);
        failed.answered(502, "upstream_cut");
        failed.waitedForStart(3_000_000_000L);
        telemetry.finished(failed);
        telemetry.coldStarted("qwen3", "failed");
        telemetry.guardHit("pii", "masked");
        telemetry.bodyRefused(BodyRefusal.TOO_LARGE);
        telemetry.cooledDown("ollama-1");
        for (Gauge gauge : Gauge.values()) {
            telemetry.gauge(gauge, sink -> sink.set(1, gauge.metric().labelNames()));
        }
    }

    @Test
    void aRequestIsCountedUnderTheUpstreamThatAnswered() {
        telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        Scrape scrape = Scrape.of(telemetry);
        String at = "model=qwen3,upstream=ollama-2,surface=chat";
        assertEquals(1, scrape.value("aiplat_gateway_requests_total{" + at + ",code=200}"));
        assertEquals(1, scrape.value("aiplat_gateway_retries_total{" + at + "}"));
        assertEquals(1, scrape.value("aiplat_gateway_streams_total{" + at + ",outcome=ended}"));
        assertEquals(1, scrape.value("aiplat_gateway_cache_requests_total{model=qwen3,outcome=miss}"));
        String spend = "model=qwen3,team=research";
        assertEquals(101, scrape.value("aiplat_gateway_tokens_total{" + spend + ",type=output,estimated=false}"));
        assertEquals(5, scrape.value("aiplat_gateway_tokens_total{" + spend + ",type=cache_read,estimated=false}"));
        assertEquals(.00125, scrape.value("aiplat_gateway_cost_total{" + spend + ",currency=EUR}"), 1e-12);
        assertEquals(.05, scrape.value("aiplat_gateway_queue_wait_seconds_sum{upstream=ollama-1}"), 1e-9);
    }

    @Test
    void durationsAreMeasuredWhereTheConventionSays() {
        telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        Scrape scrape = Scrape.of(telemetry);
        String labels = "gen_ai_operation_name=chat,gen_ai_provider_name=ollama,gen_ai_request_model=qwen3,upstream=";
        assertEquals(
                .1,
                scrape.value("gen_ai_client_operation_duration_seconds_sum{" + labels + "ollama-1,error_type=503}"),
                1e-9);
        assertEquals(
                1.1,
                scrape.value("gen_ai_client_operation_duration_seconds_sum{" + labels + "ollama-2,error_type=}"),
                1e-9);
        assertEquals(1.25, scrape.value("gen_ai_server_request_duration_seconds_sum{" + labels + "ollama-2}"), 1e-9);
        assertEquals(.25, scrape.value("gen_ai_server_time_to_first_token_seconds_sum{" + labels + "ollama-2}"), 1e-9);
        assertEquals(
                .01, scrape.value("gen_ai_server_time_per_output_token_seconds_sum{" + labels + "ollama-2}"), 1e-9);
        assertEquals(
                101, scrape.value("gen_ai_client_token_usage_sum{" + labels + "ollama-2,gen_ai_token_type=output}"));
    }

    @Test
    void bucketsAreThoseOfTheConvention() {
        assertEquals(
                List.of(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92),
                boxed(Metric.OPERATION_DURATION));
        assertEquals(
                List.of(
                        1., 4., 16., 64., 256., 1024., 4096., 16384., 65536., 262144., 1048576., 4194304., 16777216.,
                        67108864.),
                boxed(Metric.TOKEN_USAGE));
        telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        Scrape scrape = Scrape.of(telemetry);
        String labels = "gen_ai_operation_name=chat,gen_ai_provider_name=ollama,gen_ai_request_model=qwen3"
                + ",upstream=ollama-2,";
        assertEquals(
                0, scrape.value("gen_ai_client_operation_duration_seconds_bucket{" + labels + "error_type=,le=0.64}"));
        assertEquals(
                1, scrape.value("gen_ai_client_operation_duration_seconds_bucket{" + labels + "error_type=,le=1.28}"));
        assertEquals(
                1, scrape.value("gen_ai_client_operation_duration_seconds_bucket{" + labels + "error_type=,le=+Inf}"));
    }

    private static List<Double> boxed(Metric metric) {
        return Arrays.stream(metric.bounds()).boxed().toList();
    }

    @Test
    void aModelThatOnlyAClientMadeUpIsNoLabel() {
        for (int i = 0; i < 100; i++) {
            RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
            request.caller("laptop", null);
            request.asked("invented-" + i, false);
            request.answered(404, "model_not_found");
            telemetry.finished(request);
        }
        Scrape scrape = Scrape.of(telemetry);
        assertEquals(
                100, scrape.value("aiplat_gateway_requests_total{model=unknown,upstream=none,surface=chat,code=404}"));
        assertTrue(scrape.samples.keySet().stream().noneMatch(s -> s.contains("invented")));
    }

    @Test
    void whatIsBeyondTheCapIsCountedAsOther() {
        for (int i = 0; i < Metrics.ROUTES + 200; i++) {
            RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
            request.caller("laptop", "team-" + i);
            request.used(TokenUsage.of(1, 1));
            request.attempt(telemetry.forRoute("any/" + i, "cloud", "openai", TestLabel.CHAT), null, 0)
                    .failed("error-" + i);
            request.answered(500, "error-" + i);
            telemetry.finished(request);
        }
        Scrape scrape = Scrape.of(telemetry);
        assertEquals(
                200, scrape.value("aiplat_gateway_requests_total{model=other,upstream=other,surface=chat,code=500}"));
        assertEquals(
                Metrics.ROUTES + 1,
                series(scrape, "aiplat_gateway_requests_total{").count());
        assertEquals(
                65,
                series(scrape, "aiplat_gateway_errors_total{")
                        .map(s -> s.substring(0, s.indexOf(",model=")))
                        .distinct()
                        .count());
        assertTrue(series(scrape, "aiplat_gateway_tokens_total{").count() <= 4L * (Metrics.ROUTES + 1));
    }

    private static Stream<String> series(Scrape scrape, String prefix) {
        return scrape.samples.keySet().stream().filter(s -> s.startsWith(prefix));
    }

    @Test
    void gaugesAreReadWhenSomeoneScrapes() {
        double[] left = {5};
        telemetry.gauge(Gauge.BUDGET_LEFT, sink -> {
            sink.set(left[0], "key", "lap\"top\n", "EUR");
            sink.set(99, "key", "lap\"top\n", "EUR");
        });
        telemetry.gauge(Gauge.UPSTREAM_HEALTHY, sink -> sink.set(0, "qwen3", "ollama-1"));
        telemetry.gauge(Gauge.BYTES_IN_FLIGHT, sink -> sink.set(1e9));
        left[0] = 2.5;
        Scrape scrape = Scrape.of(telemetry);
        assertEquals(2.5, scrape.value("aiplat_gateway_budget_left{owner=key,name=lap\\\"top\\n,currency=EUR}"));
        assertEquals(0, scrape.value("aiplat_gateway_upstream_healthy{model=qwen3,upstream=ollama-1}"));
        assertEquals(1e9, scrape.value("aiplat_gateway_body_bytes_in_flight{}"));
    }

    @Test
    void aRequestIsInFlightUntilItIsFinishedOnce() {
        RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
        assertEquals(1, Scrape.of(telemetry).value("aiplat_gateway_requests_in_flight{}"));
        request.answered(200, null);
        telemetry.finished(request);
        telemetry.finished(request);
        Scrape scrape = Scrape.of(telemetry);
        assertEquals(0, scrape.value("aiplat_gateway_requests_in_flight{}"));
        assertEquals(
                1, scrape.value("aiplat_gateway_requests_total{model=unknown,upstream=none,surface=chat,code=200}"));
    }
}
