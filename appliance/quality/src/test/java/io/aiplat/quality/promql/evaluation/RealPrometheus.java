package io.aiplat.quality.promql.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A real Prometheus, of `testbed/prometheus`, that has series of ours.
final class RealPrometheus implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    private RealPrometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// Gives it the series and starts it.
    static RealPrometheus with(List<SampledSeries> series, Path folder) throws Exception {
        Path text = folder.resolve("series.txt");
        Files.writeString(text, openMetrics(series));
        Path storage = folder.resolve("tsdb");
        Path log = folder.resolve("log.txt");
        PrometheusBinary.promtool("tsdb", "create-blocks-from", "openmetrics", text.toString(), storage.toString());
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        PrometheusBinary.server().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + storage,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RealPrometheus server = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        server.await(log);
        return server;
    }

    private void await(Path log) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                HttpRequest ready =
                        HttpRequest.newBuilder(address.resolve("/-/ready")).build();
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // Not yet.
            }
            Thread.sleep(100);
        }
        close();
        throw new IllegalStateException(Files.readString(log));
    }

    /// As `promtool` reads it: a metric after the other.
    static String openMetrics(List<SampledSeries> series) {
        StringBuilder text = new StringBuilder();
        for (SampledSeries one : series) {
            String labels = one.labels().withoutName().toMap().entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                    .collect(Collectors.joining(","));
            String head = one.labels().get(LabelSet.NAME) + "{" + labels + "} ";
            for (int i = 0; i < one.times().length; i++) {
                double value = one.values()[i];
                text.append(head)
                        .append(Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value))
                        .append(' ')
                        .append(one.times()[i] / 1000)
                        .append('.')
                        .append("%03d".formatted(one.times()[i] % 1000))
                        .append('\n');
            }
        }
        return text.append("# EOF\n").toString();
    }

    /// Asks its HTTP API.
    JsonNode ask(String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return JsonMapper.builder().build().readTree(answer.body());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
