package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// GPU seconds of requests: the same ones in the log, in the metrics and in the ledger.
@Timeout(60)
class GpuSecondsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASKED = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Reply ANSWER = Reply.json(
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
    private static final Pattern LOGGED = Pattern.compile(" gpu_seconds=(\\S*)");

    private final Configured configured = new Configured("""
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}", gpus: 2}
            models:
              - {name: m, deployments: [{upstream: there, model: m}], retries: 0}
              - {name: again, deployments: [{upstream: there, model: m}], retries: 1}
            """);

    GpuSecondsTest() throws IOException {}

    @AfterEach
    void close() {
        configured.close();
    }

    @Test
    void twoWhoAreThereTogetherShareTheGpusAndEveryAccountSaysTheSame() throws Exception {
        configured.gateway.serving.seed("blue", "sk-aiplat-of-blue", KeySettings.PLAIN);
        Semaphore go = new Semaphore(0);
        configured.upstream.always(ANSWER.paced(go));
        long begun = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (String key : List.of(RunningGateway.KEY, "sk-aiplat-of-blue")) {
            asked.add(CompletableFuture.supplyAsync(
                    () -> configured.gateway.post(CHAT, ASKED, "authorization", "Bearer " + key)));
        }
        configured.upstream.awaitAsked(2);
        long together = System.nanoTime();
        Thread.sleep(300);
        long released = System.nanoTime();
        go.release(100);
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            assertEquals(200, each.get().statusCode());
        }
        double most = 2 * (System.nanoTime() - begun) / 1e9;
        double least = 2 * (released - together) / 1e9;

        List<String> log =
                Eventually.seen("both are logged", () -> configured.gateway.serving.log(), lines -> lines.size() == 2);
        double logged = log.stream().mapToDouble(GpuSecondsTest::logged).sum();
        assertTrue(logged >= least && logged <= most, least + " <= " + logged + " <= " + most);
        log.forEach(line -> assertTrue(logged(line) >= least / 2 - 0.01, line));

        assertEquals(logged, booked(2), 0.002);
        assertEquals(logged, counted("aiplat_gateway_gpu_seconds_total"), 0.001);
        double slots = counted("aiplat_gateway_slot_seconds_total");
        assertTrue(slots >= least - 0.001 && slots <= most, least + " <= " + slots + " <= " + most);
    }

    /// An attempt that failed has had its GPU all the same.
    @Test
    void attemptsThatFailedCountWithTheOneThatAnswered() throws Exception {
        Semaphore go = new Semaphore(0);
        configured.upstream.reply(Reply.status(500, "{}").paced(go));
        configured.upstream.reply(Reply.status(500, "{}"));
        CompletableFuture<HttpResponse<String>> asked =
                CompletableFuture.supplyAsync(() -> configured.gateway.post(CHAT, ASKED.replace("\"m\"", "\"again\"")));
        configured.upstream.awaitAsked(1);
        Thread.sleep(200);
        go.release(100);
        assertEquals(500, asked.get().statusCode() / 100 * 100);

        List<String> log =
                Eventually.seen("it is logged", () -> configured.gateway.serving.log(), lines -> lines.size() == 1);
        assertTrue(log.getFirst().contains(" attempts=2 "), log.getFirst());
        double logged = logged(log.getFirst());
        assertTrue(logged >= 0.4, log.getFirst());
        assertEquals(logged, booked(1), 0.002);
    }

    private static double logged(String line) {
        Matcher found = LOGGED.matcher(line);
        assertTrue(found.find(), line);
        return Double.parseDouble(found.group(1));
    }

    private double booked(int requests) throws InterruptedException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<SpendRow> rows = Eventually.seen(
                "they are booked",
                () -> configured
                        .gateway
                        .serving
                        .governance()
                        .administration()
                        .spend(SpendBy.KEY, today.minusDays(1), today),
                all -> all.stream().mapToLong(SpendRow::requests).sum() == requests);
        return rows.stream().mapToLong(SpendRow::gpu).sum() / 1e3;
    }

    private double counted(String metric) {
        String prefix = metric + "{model=\"m\",team=\"\"} ";
        return configured
                .gateway
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .sum();
    }
}
