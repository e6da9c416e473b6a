package io.aiplat.operator.pods;

import io.aiplat.model.Secret;
import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.RouteLoad;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One gateway that is asked: a thread asks again and again, and what was answered last is what is known.
final class AskedGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AskedGateway.class);

    /// A gateway answers within a second, unless it is away.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Between two questions at least, also where each is answered at once.
    private static final Duration LITTLE = Duration.ofMillis(50);

    private final URI address;
    private final HttpClient http;
    private final Supplier<Secret> tokens;
    private final Supplier<Map<Origin, String>> routes;
    private final Consumer<Origin> wanted;
    private @Nullable Secret token;
    private @Nullable Thread thread;
    private volatile boolean ready = true;
    private volatile Heard heard = Heard.NOTHING;

    /// What is known of it.
    ///
    /// @param answers whether it has answered the last question, or there is nobody who could
    /// @param number  of the document it goes by
    /// @param starts  that were asked of it
    private record Heard(boolean answers, long number, long starts, Map<Origin, RouteLoad> loads) {
        static final Heard NOTHING = new Heard(false, -1, -1, Map.of());

        /// Nobody listens there, so it has no requests.
        static final Heard NOBODY = new Heard(true, Long.MAX_VALUE, -1, Map.of());

        Heard silent() {
            return new Heard(false, -1, starts, loads);
        }
    }

    private AskedGateway(
            URI address,
            HttpClient http,
            Supplier<Secret> tokens,
            Supplier<Map<Origin, String>> routes,
            Consumer<Origin> wanted) {
        this.address = address;
        this.http = http;
        this.tokens = tokens;
        this.routes = routes;
        this.wanted = wanted;
    }

    /// Begins to ask.
    ///
    /// @param tokens of the key that it is asked with, as the secret has it now
    /// @param routes whose load is wanted, now
    /// @param wanted told of each resource whose servers requests wait for
    static AskedGateway start(
            String address,
            int port,
            HttpClient http,
            Supplier<Secret> tokens,
            Supplier<Map<Origin, String>> routes,
            Consumer<Origin> wanted) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        AskedGateway gateway =
                new AskedGateway(URI.create("http://" + host + ":" + port + "/loads"), http, tokens, routes, wanted);
        gateway.thread = Thread.ofVirtual().name("loads of " + address).start(gateway::run);
        return gateway;
    }

    /// Whether clients are sent to it.
    void is(boolean nowReady) {
        ready = nowReady;
    }

    /// Its load, as it said last.
    RouteLoad load(Origin origin) {
        return heard.loads.getOrDefault(origin, RouteLoad.NONE);
    }

    /// Whether what it said last is what is so.
    boolean isHeard() {
        return heard.answers;
    }

    /// Whether it has read a document, or one after it.
    boolean knows(long number) {
        return heard.answers && heard.number >= number;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Map<Origin, String> asked = routes.get();
                if (asked.isEmpty()) {
                    Thread.sleep(PAUSE);
                } else {
                    look(asked);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Map<Origin, String> asked) throws InterruptedException {
        try {
            LoadExchange.Answer answer = ask(asked);
            Map<Origin, RouteLoad> loads = new HashMap<>();
            answer.loads().forEach(each -> loads.put(each.origin(), new RouteLoad(each.inFlight(), each.ended())));
            heard = new Heard(true, answer.number(), answer.starts(), loads);
            answer.wanted().forEach(wanted);
            Thread.sleep(LITTLE);
        } catch (ConnectException e) {
            // Refused by one that is not ready: its process is not there. A ready one is behind something.
            heard = ready ? silent(e) : Heard.NOBODY;
            Thread.sleep(PAUSE);
        } catch (IOException | RuntimeException e) {
            heard = silent(e);
            Thread.sleep(PAUSE);
        }
    }

    private Heard silent(Exception why) {
        if (heard.answers) {
            LOG.warn(
                    "the gateway at {} does not say its loads, so no server is put to rest: {}",
                    address,
                    why.toString());
        }
        token = null;
        return heard.silent();
    }

    private LoadExchange.Answer ask(Map<Origin, String> asked) throws IOException, InterruptedException {
        if (token == null) {
            token = tokens.get();
        }
        LoadExchange.Question question = new LoadExchange.Question(
                heard.starts,
                asked.entrySet().stream()
                        .map(each -> new LoadExchange.Asked(each.getKey(), each.getValue()))
                        .toList());
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token.value())
                        .POST(BodyPublishers.ofByteArray(LoadExchange.bytes(question)))
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("it answers with " + answer.statusCode());
        }
        return LoadExchange.read(answer.body(), LoadExchange.Answer.class);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
