package io.aiplat.wire.upstream;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A call over the JDK's client.
///
/// That client has futures and threads of its own; a call blocks on them, and an abort cancels them, which
/// closes the connection.
final class TlsCall extends PendingCall {
    /// What the JDK's client sets itself and lets nobody set.
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private final TlsUpstream upstream;
    private volatile @Nullable Future<HttpResponse<InputStream>> answer;
    private volatile @Nullable InputStream body;

    TlsCall(TlsUpstream upstream, ConcurrencyLimiter slots, UpstreamLimits limits, LongSupplier nanos) {
        super(slots, limits, nanos);
        this.upstream = upstream;
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request, CallTimeouts patience) throws UpstreamFailure {
        takeSlot(patience);
        upstream.begin(this);
        boolean begun = false;
        try {
            lifetime.await(CallPhase.ANSWER, patience);
            HttpResponse<InputStream> response = exchange(request);
            body = response.body();
            lifetime.check();
            TlsResponse result = new TlsResponse(this, response, patience);
            begun = true;
            return result;
        } finally {
            if (!begun) {
                end();
            }
        }
    }

    private HttpResponse<InputStream> exchange(UpstreamRequest request) throws UpstreamFailure {
        Future<HttpResponse<InputStream>> waiting =
                upstream.client().sendAsync(translated(request), BodyHandlers.ofInputStream());
        answer = waiting;
        if (!lifetime.isOpen()) {
            waiting.cancel(true);
        }
        try {
            return waiting.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause()));
        } catch (CancellationException e) {
            throw lifetime.failure(new IOException("cancelled", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            throw new UpstreamFailure.Aborted();
        }
    }

    private UpstreamFailure failure(IOException seen) {
        if (!lifetime.isOpen()) {
            return lifetime.failure(seen);
        }
        return switch (seen) {
            case HttpConnectTimeoutException _ -> new UpstreamFailure.TimedOut(CallPhase.CONNECT);
            case ConnectException _ -> new UpstreamFailure.Unreachable(upstream.authority(), seen);
            case SSLException _ -> new UpstreamFailure.Unreachable(upstream.authority(), seen);
            default -> lifetime.failure(seen);
        };
    }

    private HttpRequest translated(UpstreamRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("https://" + upstream.authority() + request.target()))
                .method(request.method(), body(request));
        Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (OURS.stream().noneMatch(name::equalsIgnoreCase)) {
                builder.header(name, headers.value(i));
            }
        }
        return builder.build();
    }

    private static BodyPublisher body(UpstreamRequest request) {
        BodyPublisher[] parts = new BodyPublisher[request.body().size()];
        for (int i = 0; i < parts.length; i++) {
            ByteSlice segment = request.body().get(i);
            parts[i] = BodyPublishers.ofByteArray(segment.bytes(), segment.offset(), segment.length());
        }
        return parts.length == 0 ? BodyPublishers.noBody() : BodyPublishers.concat(parts);
    }

    @Override
    void cut() {
        Future<HttpResponse<InputStream>> waiting = answer;
        if (waiting != null) {
            waiting.cancel(true);
        }
        closeBody();
    }

    /// Ends it, once, on the owner's thread.
    void end() {
        lifetime.end();
        upstream.end(this);
        closeBody();
        giveSlotBack();
    }

    private void closeBody() {
        InputStream open = body;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // What is left of the answer is of no interest to anybody.
            }
        }
    }
}
