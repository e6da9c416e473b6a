package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A Prometheus that scrapes an aiplat once a second, with a key of the role `metrics`.
final class PrometheusServer implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Aiplat.freePort();
    private final Running process;

    /// Starts it and waits until it has scraped all of its targets.
    ///
    /// @param folder for its files
    /// @param key    that opens the metrics
    /// @param rules  files of alert rules
    /// @param ports  of this machine, with metrics at `/metrics`
    PrometheusServer(Path folder, String key, List<Path> rules, List<Integer> ports) throws Exception {
        Path file = Files.writeString(folder.resolve("aiplat.key"), key);
        String targets = ports.stream()
                .map(each -> "\"127.0.0.1:" + each + "\"")
                .toList()
                .toString();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: %s
                scrape_configs:
                  - job_name: aiplat
                    authorization: {credentials_file: %s}
                    static_configs: [{targets: %s}]
                """.formatted(rules, file, targets));
        process = Running.start(
                List.of(
                        PrometheusBinary.server().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port),
                Map.of("PATH", System.getenv("PATH")),
                folder,
                folder);
        Eventually.holds("Prometheus scrapes", Duration.ofSeconds(60), () -> {
            JsonNode up = isUp() ? query("up") : null;
            return up != null
                    && up.size() == ports.size()
                    && up.valueStream()
                            .allMatch(each -> each.at("/value/1").asText().equals("1"));
        });
    }

    private boolean isUp() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /// The samples that an expression has now.
    ///
    /// @throws AssertionError if it is no PromQL
    JsonNode query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new AssertionError(expression + ": " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body()).at("/data/result");
    }

    @Override
    public void close() {
        http.close();
        process.terminate().result();
    }
}
