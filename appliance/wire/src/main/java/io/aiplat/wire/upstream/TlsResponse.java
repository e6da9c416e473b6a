package io.aiplat.wire.upstream;

import io.aiplat.wire.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/// An answer over the JDK's client.
///
/// When the connection is cut that client says so at once, and bytes before the cut that were not read yet are
/// lost. They would have been of an answer that is not whole.
final class TlsResponse implements UpstreamResponse {
    private final TlsCall call;
    private final int status;
    private final Headers headers;
    private final InputStream body;
    private final CallTimeouts patience;
    private CallPhase phase = CallPhase.ANSWER;
    private boolean ended;
    private boolean over;

    TlsResponse(TlsCall call, HttpResponse<InputStream> response, CallTimeouts patience) throws UpstreamFailure {
        this.call = call;
        this.status = response.statusCode();
        this.headers = headers(response);
        this.body = response.body();
        this.patience = patience;
    }

    private static Headers headers(HttpResponse<InputStream> response) throws UpstreamFailure {
        Headers headers = new Headers();
        try {
            response.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        } catch (IllegalArgumentException e) {
            throw new UpstreamFailure.Malformed(String.valueOf(e.getMessage()));
        }
        return headers;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws UpstreamFailure {
        if (ended) {
            return -1;
        }
        try {
            call.lifetime.check();
            if (phase == CallPhase.BODY) {
                call.lifetime.await(CallPhase.BODY, patience);
            }
            int count = body.read(into, offset, length);
            // A stream that was closed by an abort ends as if it were at its end.
            call.lifetime.check();
            phase = CallPhase.BODY;
            call.lifetime.rest();
            ended = count < 0;
            return count;
        } catch (IOException e) {
            throw call.lifetime.failure(e);
        } finally {
            if (ended) {
                close();
            }
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            call.end();
        }
    }

    @Override
    public void abort() {
        call.abort();
    }
}
