package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model leaves its GPU while the appliance runs, as after a suspend: that is seen within a minute, said and mended.
class GpuWatchIT {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aModelThatLeftItsGpuIsLoadedAnew() throws Exception {
        GpuStandIn driver = GpuStandIn.of(folder, GpuStandIn.machine("rtx-4090"));
        try (FadingOllama ollama = FadingOllama.start();
                Aiplat aiplat = Aiplat.withoutEngine()
                        .with("AIPLAT_MODELS_ENGINE", "ollama")
                        .with("AIPLAT_MODELS_URL", ollama.url())
                        .with("AIPLAT_MODELS_WANTED", FadingOllama.MODEL)
                        .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            aiplat.run("up").ok();
            Eventually.holds("the model is loaded", () -> ollama.told.contains("load"));
            // The watchdog knows only what it has seen: a look every twenty seconds.
            Thread.sleep(Duration.ofSeconds(25));
            ollama.told.clear();
            assertEquals(0, aiplat.json("status").path("gpu").size());
            // Its GPU is known now, and what requests have of it counts.
            assertEquals(200, aiplat.ask(FadingOllama.MODEL, "ping").statusCode());
            String used = "aiplat_gateway_gpu_seconds_total{model=\"" + FadingOllama.MODEL + "\",team=\"\"}";
            Eventually.holds("a request has GPU seconds", () -> metrics(aiplat).contains(used));

            ollama.loseGpu();
            Eventually.seen("it is loaded anew", A_MINUTE, () -> List.copyOf(ollama.told), told -> told.size() >= 2);
            assertEquals(List.of("unload", "load"), ollama.told.subList(0, 2));
            aiplat.run("logs")
                    .ok()
                    .tells("qwen3:8b was on a GPU and computes on processors now")
                    .tells("qwen3:8b was loaded anew: 100 % of it is on a GPU");
            String metrics = metrics(aiplat);
            assertTrue(metrics.contains("aiplat_gpu_fallbacks_total{cause=\"model\"} 1.0"), metrics);
            assertTrue(metrics.contains("aiplat_gpu_mends_total{action=\"reload\",outcome=\"done\"} 1.0"), metrics);
        }
    }

    private static String metrics(Aiplat aiplat) throws Exception {
        String admin =
                Files.readString(aiplat.home.resolve("keys").resolve("admin")).strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + "/metrics"))
                    .header("Authorization", "Bearer " + admin)
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
