package io.aiplat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.ResponseStore;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A gateway in front of two misbehaving upstreams: `public` is the first, `other` the second, each under
/// the name `private` there. A million tokens cost one unit, so that a token costs a millionth.
final class FrontOf implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";
    static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    static final String PIECE = "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}";
    static final String STOP = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    static final String DONE = "[DONE]";
    static final String STREAM = ",\"stream\":true";

    /// Every attempt, and all of them together, for as long as a test may take.
    static final TimeLimits PATIENT =
            new TimeLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    final Misbehaving upstream = new Misbehaving();
    final Misbehaving second = new Misbehaving();
    final RunningGateway gateway;

    /// How `public` is served, besides where.
    record Rules(
            TimeLimits limits,
            int retries,
            Fallbacks fallbacks,
            Deployment deployment,
            @Nullable Integer cap) {
        static final Rules USUAL = new Rules(PATIENT, 2, Fallbacks.NONE, Deployment.of("first", "private"));

        Rules(TimeLimits limits, int retries, Fallbacks fallbacks, Deployment deployment) {
            this(limits, retries, fallbacks, deployment, null);
        }

        Rules within(TimeLimits other) {
            return new Rules(other, retries, fallbacks, deployment, cap);
        }

        Rules orElse(Fallbacks other) {
            return new Rules(limits, 0, other, deployment, cap);
        }

        Rules bounded(int places, int queue) {
            return new Rules(limits, retries, fallbacks, deployment.bounded(places, queue), cap);
        }

        /// With another name for the model there.
        Rules of(String model) {
            return new Rules(limits, retries, fallbacks, Deployment.of("first", model), cap);
        }

        /// At a price that is not the usual one.
        Rules priced(Price price) {
            Deployment dear = new Deployment("first", "private", 1, 1, null, null, null, Deployment.QUEUE, price);
            return new Rules(limits, retries, fallbacks, dear, cap);
        }

        /// With answers of so many tokens at most.
        Rules capped(int tokens) {
            return new Rules(limits, retries, fallbacks, deployment, tokens);
        }
    }

    FrontOf() throws IOException {
        this(Rules.USUAL, ServerLimits.STANDARD);
    }

    FrontOf(Rules rules) throws IOException {
        this(rules, ServerLimits.STANDARD);
    }

    FrontOf(Rules rules, ServerLimits limits) throws IOException {
        this(rules, limits, UpstreamKind.OPENAI, UpstreamKind.OPENAI);
    }

    /// @param kind what both upstreams speak
    FrontOf(Rules rules, UpstreamKind kind) throws IOException {
        this(rules, kind, kind);
    }

    /// @param first what the first upstream speaks
    /// @param other what the second does
    FrontOf(Rules rules, UpstreamKind first, UpstreamKind other) throws IOException {
        this(rules, ServerLimits.STANDARD, first, other);
    }

    FrontOf(Rules rules, ServerLimits limits, UpstreamKind first, UpstreamKind other) throws IOException {
        gateway = new RunningGateway(plan(rules, first, other), limits);
    }

    private GatewayConfig plan(Rules rules, UpstreamKind first, UpstreamKind other) {
        Map<String, Upstream> upstreams = new HashMap<>();
        upstreams.put("first", server("first", first, upstream));
        upstreams.put("second", server("second", other, second));
        Rules plain = new Rules(rules.limits(), 0, Fallbacks.NONE, Deployment.of("second", "private"));
        return new GatewayConfig(
                new Listener("127.0.0.1", 4000, Path.of("unused")),
                List.of(),
                upstreams,
                List.of(route("public", rules), route("other", plain)),
                Map.of(),
                Map.of(),
                Tracing.NONE,
                ResponseStore.OFF,
                "USD");
    }

    private static Upstream server(String name, UpstreamKind kind, Misbehaving at) {
        return new Upstream(name, kind, at.url(), new Secret("sk-upstream"), Map.of());
    }

    private static Route route(String name, Rules rules) {
        return new Route(
                name,
                List.of(rules.deployment()),
                Strategy.WEIGHTED,
                rules.limits(),
                rules.retries(),
                new Cooldown(100, Duration.ofMinutes(1), Duration.ofSeconds(5)),
                rules.fallbacks(),
                rules.cap(),
                false,
                new Price.PerToken(1_000_000, 1_000_000, 1_000_000),
                null,
                List.of());
    }

    /// A conversation with these fields more, each after a comma.
    static String body(String more) {
        return "{\"model\":\"public\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    HttpResponse<String> chat(String more) {
        return gateway.post(CHAT, body(more));
    }

    /// The answer to a conversation when the upstream does this.
    HttpResponse<String> chat(String more, Reply reply) {
        upstream.reply(reply);
        return chat(more);
    }

    /// Asks over a connection of its own, which the test may close as it likes.
    Socket ask(String more) throws IOException {
        return ask(RunningGateway.KEY, body(more));
    }

    Socket ask(String key, String body) throws IOException {
        return ask(gateway, key, body);
    }

    static Socket ask(RunningGateway gateway, String key, String body) throws IOException {
        Socket client = gateway.socket();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        client.getOutputStream().write(head(key, content.length).getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().write(content);
        return client;
    }

    static String head(String key, int length) {
        return "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /// A key with limits.
    void key(String token, Limits limits) {
        gateway.serving.seed(token, token, KeySettings.PLAIN.with(limits));
    }

    /// What all keys have spent so far, once it says so many requests.
    SpendRow spent(int requests) throws InterruptedException {
        return spent(gateway, requests);
    }

    static SpendRow spent(RunningGateway gateway, int requests) throws InterruptedException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return Eventually.seen(
                        requests + " requests are booked",
                        () -> gateway.serving
                                .governance()
                                .administration()
                                .spend(SpendBy.MODEL, today.minusDays(1), today),
                        rows -> !rows.isEmpty() && rows.getFirst().requests() == requests)
                .getFirst();
    }

    /// Waits until no upstream works for the gateway any more.
    void awaitNoCalls() throws InterruptedException {
        Eventually.seen("no upstream is called", gateway.server::upstreamCalls, calls -> calls == 0);
    }

    static JsonNode error(HttpResponse<String> response) {
        return RunningGateway.error(response);
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /// Reads until this text has come.
    static String readUntil(InputStream in, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("ended with " + all);
            }
            all.append((char) next);
        }
        return all.toString();
    }

    @Override
    public void close() {
        gateway.close();
        upstream.close();
        second.close();
    }
}
