package io.aiplat.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.console.gpu.GpuResource;
import io.aiplat.gateway.FakeEngine;
import io.aiplat.gateway.GatewayDependencies;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.TestDependencies;
import io.aiplat.gateway.access.SingleKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.inference.StoppedModels;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Profile;
import io.aiplat.model.host.GpuReport;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.quality.alert.AlertOptions;
import io.aiplat.quality.alert.AlertResource;
import io.aiplat.quality.alert.AlertService;
import io.aiplat.quality.alert.notice.AlertNotice;
import io.aiplat.quality.alert.notice.AlertReceiver;
import io.aiplat.quality.alert.notice.NoticePace;
import io.aiplat.quality.intake.TraceExtension;
import io.aiplat.quality.prometheus.MetricExtension;
import io.aiplat.quality.promql.VectorSample;
import io.aiplat.quality.request.RequestLines;
import io.aiplat.quality.request.RequestResource;
import io.aiplat.quality.series.SeriesBounds;
import io.aiplat.quality.series.SeriesStore;
import io.aiplat.quality.trace.ContentCipher;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.quality.view.GrafanaDashboard;
import io.aiplat.quality.view.View;
import io.aiplat.quality.view.ViewResource;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.origin.HubApi;
import io.aiplat.supply.origin.HuggingFaceSource;
import io.aiplat.supply.origin.ModelSearch;
import io.aiplat.supply.origin.PlainHosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The page on a free port over a [FakeEngine], and ways to talk to it as a program or as a browser.
final class RunningConsole implements AutoCloseable {
    static final String KEY = "sk-aiplat-test";
    static final String[] WITH_KEY = {"Authorization", "Bearer " + KEY};

    /// 16 GiB, of which 12 are free.
    private static final MemoryFacts MEMORY = new MemoryFacts(16L << 30, 12L << 30, List.of());

    private static final JsonMapper JSON = new JsonMapper();

    volatile boolean hot;
    volatile List<String> shortages = List.of();
    /// Lines of the log of requests, the oldest first.
    volatile List<String> requests = List.of();
    volatile GpuReport gpus = new GpuReport(List.of(), null, "", List.of(), new GpuReport.Choice("cpu-16gb", "fits"));
    final FakeEngine engine = new FakeEngine();
    final MemoryRegistry registry = new MemoryRegistry();
    final StoppedModels stopped = new StoppedModels();
    final Path scratch = scratch();
    final SettableClock clock = new SettableClock();
    final Console console;
    private final TestDependencies serving = new TestDependencies(KEY);
    private final AlertService alerts = alerts();
    final SeriesStore series;
    private final MetricExtension metrics;
    private final GatewayServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private static Path scratch() {
        try {
            return Files.createTempDirectory("console");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With a rule that fires as long as it is [#hot], and somebody who is told.
    private AlertService alerts() {
        return AlertService.start(new AlertService.Surroundings(
                scratch.resolve("alerts"),
                """
                groups:
                  - name: room
                    interval: 1s
                    rules:
                      - alert: RoomTooHot
                        expr: temperature_celsius > 30
                        labels: {severity: critical}
                        annotations: {summary: 'It is {{ $value }} degrees in {{ $labels.room }}'}
                """,
                (_, _) -> hot ? List.of(new VectorSample(Map.of("room", "cellar"), 35)) : List.of(),
                List.of(new Told()),
                new AlertOptions(
                        List.of(), null, null, null, false, new NoticePace(Duration.ofMinutes(1), Duration.ofHours(4))),
                URI.create("http://127.0.0.1:8585/")));
    }

    RunningConsole() {
        SingleKey key = new SingleKey(new Secret(KEY));
        console = new Console(key, this::status, engine, engine, registry, stopped, () -> MEMORY, scratch, clock);
        GatewayDependencies backing = serving.of(engine, console.admission());
        TraceStore traces = traces();
        // Browsers ask by the time that it is.
        series = SeriesStore.open(scratch.resolve("metrics"), SeriesBounds.USUAL, Clock.systemUTC(), message -> {
            throw new AssertionError(message);
        });
        metrics = new MetricExtension(series, Map::of, Clock.systemUTC(), "1.2.3");
        server = GatewayServer.start(
                Settings.Gateway.at("127.0.0.1", 0),
                "1.2.3",
                backing,
                clock,
                List.of(
                        console,
                        new ManagementExtension(List.of(
                                new ModelSearchResource(search()),
                                new GpuResource(() -> gpus, engine),
                                new AlertResource(alerts),
                                new ViewResource(RunningConsole::views))),
                        new ManagementExtension(List.of(new RequestResource(
                                new ListedRequests(),
                                traces,
                                backing.telemetry(),
                                backing.governance().administration()))),
                        new TraceExtension(traces, _ -> Optional.empty(), clock),
                        metrics));
    }

    private final class ListedRequests implements RequestLines {
        @Override
        public Optional<String> find(String key, String value) {
            return requests.stream()
                    .filter(line -> (" " + line + " ").contains(" " + key + "=" + value + " "))
                    .findFirst();
        }

        @Override
        public List<String> last(int lines) {
            return requests;
        }
    }

    /// The dashboards of the bundle `observability`.
    private static List<View> views() {
        try (Stream<Path> files = Files.list(Path.of("../../bundles/observability/dashboards"))) {
            List<View> views = new ArrayList<>();
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".json", "");
                views.add(GrafanaDashboard.read(name, Files.readString(file)));
            }
            return views;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Somebody who takes whatever is told.
    private record Told() implements AlertReceiver {
        @Override
        public String name() {
            return "webhook";
        }

        @Override
        public String target() {
            return "http://127.0.0.1:9/";
        }

        @Override
        public void send(AlertNotice notice) {}
    }

    private TraceStore traces() {
        return new TraceStore(
                scratch.resolve("traces"),
                () -> new ContentCipher(new byte[ContentCipher.KEY], new SecureRandom()),
                TraceBounds.USUAL,
                clock);
    }

    /// Hugging Face is a server that nobody answers for.
    private ModelSearch search() {
        HubApi nobody =
                new HubApi(new SourceHttp(client), URI.create("http://127.0.0.1:9"), null, new PlainHosts(Set.of()));
        Profile profile = new Profile(
                "cpu", "cpu", 0, 1, List.of(new Profile.Suggestion("tiny:1b", 1_000_000_000, "small and quick")));
        return new ModelSearch(() -> List.of("mine-tiny"), List.of(profile), new HuggingFaceSource(nobody));
    }

    private ApplianceStatus status() {
        return new ApplianceStatus(
                "1.2.3",
                Instant.parse("2026-11-21T11:00:00Z"),
                URI.create("http://127.0.0.1:8080/v1"),
                ClusterKind.NONE,
                "",
                "No container engine answers.",
                "fake",
                "every other model by its own name",
                shortages,
                List.of(),
                List.of(),
                engine.readiness());
    }

    /// The token of a key with the role admin.
    String adminKey() {
        serving.seed("admin", Role.ADMIN, "sk-aiplat-admin", KeySettings.PLAIN);
        return "sk-aiplat-admin";
    }

    /// A further key.
    void seed(NewKey key, String token) {
        serving.governance().administration().seedKey(key, new Secret(token));
    }

    HttpResponse<String> ask(String method, String path, String body, String... headers) {
        return send(request(path, headers)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    int port() {
        return server.port();
    }

    String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> delete(String path, String... headers) {
        return send(request(path, headers).DELETE().build());
    }

    /// An answer whose body is read as it comes.
    HttpResponse<InputStream> open(String path, String... headers) {
        try {
            return client.send(request(path, headers).GET().build(), BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signs in with the key.
    ///
    /// @return headers that carry the session, and nothing else
    String[] signIn() {
        return new String[] {"Cookie", cookie(post("/login", "key=" + KEY))};
    }

    /// Headers as our own page sends them, with its session.
    String[] fromOurPage(String[] session) {
        return new String[] {session[0], session[1], "Origin", origin(), "Sec-Fetch-Site", "same-origin"};
    }

    /// The session a response sets: `name=value`.
    static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("set-cookie").orElse("=").split(";")[0];
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        deleteScratch();
        client.close();
        alerts.close();
        console.close();
        server.close();
        metrics.close();
        series.close();
        serving.close();
    }

    private void deleteScratch() {
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
