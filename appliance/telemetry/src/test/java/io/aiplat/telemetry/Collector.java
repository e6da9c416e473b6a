package io.aiplat.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// A collector that reads OTLP with the protocol's own classes.
final class Collector implements AutoCloseable {
    final ConcurrentLinkedQueue<ResourceSpans> received = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
    final CountDownLatch answers;
    volatile String contentType = "";
    volatile String apiKey = "";
    private final HttpServer server;

    private final boolean keeps;

    private Collector(CountDownLatch answers, boolean keeps) throws IOException {
        this.answers = answers;
        this.keeps = keeps;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    static Collector answering() throws IOException {
        return new Collector(new CountDownLatch(0), true);
    }

    /// Reads and does not answer until `answers` is counted down.
    static Collector hanging() throws IOException {
        return new Collector(new CountDownLatch(1), true);
    }

    /// Answers at once and forgets what it got.
    static Collector forgetting() throws IOException {
        return new Collector(new CountDownLatch(0), false);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            contentType = exchange.getRequestHeaders().getFirst("content-type");
            apiKey = exchange.getRequestHeaders().getFirst("api-key");
            if (!keeps) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            ExportTraceServiceRequest request;
            try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                request = ExportTraceServiceRequest.parseFrom(body);
            }
            answers.await();
            Integer status = statuses.poll();
            if (status == null) {
                received.addAll(request.getResourceSpansList());
                status = 200;
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    List<Span> spans() {
        return received.stream()
                .flatMap(r -> r.getScopeSpansList().stream())
                .flatMap(s -> s.getSpansList().stream())
                .toList();
    }

    static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        attributes.forEach(a -> texts.put(a.getKey(), text(a.getValue())));
        return texts;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(Collector::text)
                        .toList()
                        .toString();
            default -> throw new AssertionError(value.getValueCase());
        };
    }

    @Override
    public void close() {
        answers.countDown();
        server.stop(0);
    }
}
