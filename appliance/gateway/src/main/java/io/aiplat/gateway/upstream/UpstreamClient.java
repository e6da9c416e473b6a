package io.aiplat.gateway.upstream;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.model.Redaction;
import io.aiplat.model.Secret;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.upstream.CallTimeouts;
import io.aiplat.wire.upstream.UpstreamCall;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamLimits;
import io.aiplat.wire.upstream.UpstreamRequest;
import io.aiplat.wire.upstream.UpstreamResponse;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// HTTP client of an upstream: who is asking, how long it may take, and what no answer means.
public final class UpstreamClient implements AutoCloseable {
    /// No headers besides those that go with every request.
    public static final Headers NO_MORE = new Headers();

    /// Models of one server that are remembered not to be counted in streams.
    private static final int MOST_UNCOUNTED = 256;

    private static final UpstreamLimits LIMITS =
            new UpstreamLimits(6_000, Duration.ofSeconds(5), Duration.ofSeconds(30), HeadLimits.STANDARD);

    private final Upstreams upstreams;
    private final io.aiplat.wire.upstream.HttpUpstream server;
    private final String path;
    private final Headers headers;
    private final RetryAfter retryAfter;
    private final Redaction secrets;
    private final Set<String> uncounted = ConcurrentHashMap.newKeySet();

    /// @param upstream  with an address
    /// @param key       the header that holds its key
    /// @param upstreams watch the time of all calls; closing them is the caller's
    public UpstreamClient(Upstream upstream, KeyHeader key, Upstreams upstreams, Clock clock) {
        URI url = Objects.requireNonNull(upstream.url(), "it is a server");
        this.upstreams = upstreams;
        this.server = upstreams.open(url, LIMITS);
        this.path = path(url);
        this.headers = headers(upstream, key);
        this.retryAfter = new RetryAfter(clock);
        this.secrets = secrets(upstream);
    }

    /// How a server wants its key.
    public enum KeyHeader {
        /// `Authorization: Bearer KEY`.
        BEARER,
        /// `x-api-key: KEY`.
        X_API_KEY
    }

    /// Takes an answer.
    @FunctionalInterface
    public interface Taker {
        /// Takes it.
        ///
        /// @param answer with a status of success; closed by whoever calls this
        void take(UpstreamResponse answer) throws AttemptFailed, IOException;
    }

    /// The addresses of operations begin with `/v1`, and so does the address of a server as people write it.
    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.endsWith(Endpoint.API) ? bare.substring(0, bare.length() - Endpoint.API.length()) : bare;
    }

    private static Headers headers(Upstream upstream, KeyHeader key) {
        Headers headers = new Headers().add("content-type", ApiJson.TYPE).add("accept-encoding", "identity");
        if (upstream.key() != null) {
            switch (key) {
                case BEARER ->
                    headers.add("authorization", "Bearer " + upstream.key().value());
                case X_API_KEY -> headers.add("x-api-key", upstream.key().value());
            }
        }
        upstream.headers().forEach((name, value) -> headers.set(name, value.value()));
        return headers;
    }

    private static Redaction secrets(Upstream upstream) {
        List<Secret> all = new ArrayList<>(upstream.headers().values());
        Secret key = upstream.key();
        if (key != null) {
            all.add(key);
        }
        return Redaction.of(all);
    }

    /// Takes out of a text what this server was sent in confidence.
    public Redaction secrets() {
        return secrets;
    }

    /// A question, with or without the wish to have the tokens of a stream counted.
    @FunctionalInterface
    public interface Body {
        /// Writes it.
        List<ByteSlice> with(boolean counted);
    }

    /// Asks with a wish that is ours and not the client's, to have the tokens of a stream counted
    /// (`stream_options`). A server that refuses it is asked once more without, and for this model not asked with
    /// it again.
    ///
    /// @param ours whether it is
    public void ask(Attempt attempt, String endpoint, Headers more, boolean ours, Body body, Taker taker)
            throws AttemptFailed, IOException {
        String model = attempt.chosen().model();
        boolean counted = !ours || !uncounted.contains(model);
        try {
            ask(attempt, endpoint, more, body.with(counted), taker);
        } catch (AttemptFailed failed) {
            if (!ours || !counted || attempt.responder().hasBegun() || !isOfCounting(failed)) {
                throw failed;
            }
            ask(attempt, endpoint, more, body.with(false), taker);
            if (uncounted.size() < MOST_UNCOUNTED) {
                uncounted.add(model);
            }
        }
    }

    private static boolean isOfCounting(AttemptFailed failed) {
        String said = failed.error().message() + " " + failed.error().param();
        return failed.failure().kind() == FailureKind.BAD_REQUEST
                && (said.contains("stream_options")
                        || said.contains("include_usage")
                        || (said.contains("extra_forbidden") && failed.error().param() == null));
    }

    /// Asks, and has the answer taken. A client that leaves ends the call at once.
    ///
    /// @param endpoint its address, beginning with `/v1`
    /// @param more      headers of this request; one that goes with every request is replaced
    /// @throws AttemptFailed also if the answer is an error; what the server says in it quotes no secret
    /// @throws IOException   if the client has left
    public void ask(Attempt attempt, String endpoint, Headers more, List<ByteSlice> body, Taker taker)
            throws AttemptFailed, IOException {
        Responder responder = attempt.responder();
        UpstreamCall call = server.call();
        responder.onGone(call::abort);
        UpstreamRequest request = new UpstreamRequest("POST", path + endpoint, headers(attempt, more), body, true);
        try (UpstreamResponse answer = call.send(request, patience(attempt))) {
            if (answer.status() >= 300 && answer.status() < 400) {
                throw UpstreamErrors.redirect(answer);
            }
            if (answer.status() >= 400) {
                throw UpstreamErrors.of(answer, retryAfter.read(answer.headers().first("retry-after")), endpoint);
            }
            taker.take(answer);
        } catch (UpstreamFailure.Aborted aborted) {
            throw new IOException("the client has left", aborted);
        } catch (UpstreamFailure failure) {
            throw failed(failure).without(secrets);
        } catch (AttemptFailed failed) {
            throw failed.without(secrets);
        } finally {
            responder.onGone(null);
        }
    }

    private Headers headers(Attempt attempt, Headers more) {
        Headers all = new Headers();
        for (int i = 0; i < headers.size(); i++) {
            if (more.size() == 0 || !more.has(headers.name(i))) {
                all.add(headers, i);
            }
        }
        for (int i = 0; i < more.size(); i++) {
            all.add(more, i);
        }
        all.add("traceparent", attempt.seen().traceparent());
        String state = attempt.seen().tracestate();
        if (state != null) {
            all.add("tracestate", state);
        }
        return all;
    }

    private static CallTimeouts patience(Attempt attempt) {
        TimeLimits limits = attempt.chosen().route().limits();
        return new CallTimeouts(limits.firstByte(), limits.firstByte(), limits.idle(), attempt.deadline());
    }

    private static AttemptFailed failed(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Unreachable _ -> failed(FailureKind.CONNECT, 502, "upstream_unreachable", failure);
            case UpstreamFailure.TimedOut _ -> failed(FailureKind.TIMEOUT, 504, "upstream_timeout", failure);
            case UpstreamFailure.Cut _ -> failed(FailureKind.CUT, 502, "upstream_cut", failure);
            case UpstreamFailure.Malformed _ -> failed(FailureKind.CUT, 502, "upstream_malformed", failure);
            case UpstreamFailure.Aborted _ -> throw new IllegalArgumentException("a client that left is no failure");
        };
    }

    private static AttemptFailed failed(FailureKind kind, int status, String code, UpstreamFailure failure) {
        return new AttemptFailed(
                Failure.of(kind),
                ApiError.server(
                        status,
                        code,
                        "The upstream of this model has not answered: " + failure.getMessage() + ".",
                        ApiError.Retry.USELESS),
                failure);
    }

    @Override
    public void close() {
        upstreams.remove(server);
    }
}
