package io.aiplat.wire.upstream;

import io.aiplat.wire.YieldBeforeBlock;
import io.aiplat.wire.http.Headers;
import java.io.IOException;

/// An answer over a connection of our own.
final class PlainResponse implements UpstreamResponse {
    /// Reads after which others go first, a power of two: a server that is always ahead is never waited for.
    private static final int READS = 64;

    private final PlainCall call;
    private final ResponseReader reader;
    private final CallTimeouts patience;
    private CallPhase phase = CallPhase.ANSWER;
    private boolean over;
    private int reads;

    PlainResponse(PlainCall call, ResponseReader reader, CallTimeouts patience) {
        this.call = call;
        this.reader = reader;
        this.patience = patience;
        endIfRead();
    }

    @Override
    public int status() {
        return reader.status();
    }

    @Override
    public Headers headers() {
        return reader.headers();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws UpstreamFailure {
        if (reader.ended()) {
            return -1;
        }
        try {
            if (over) {
                throw new UpstreamFailure.Aborted();
            }
            call.lifetime.check();
            if ((++reads & (READS - 1)) == 0) {
                YieldBeforeBlock.pause();
            }
            // The first piece is still part of the wait for the answer, which began when it was sent.
            if (phase == CallPhase.BODY) {
                call.lifetime.await(CallPhase.BODY, patience);
            }
            int count = reader.read(into, offset, length);
            phase = CallPhase.BODY;
            call.lifetime.rest();
            endIfRead();
            return count;
        } catch (IOException e) {
            throw call.lifetime.failure(e);
        }
    }

    @Override
    public boolean ended() {
        return reader.ended();
    }

    @Override
    public long remaining() {
        return reader.left();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            call.end(false);
        }
    }

    @Override
    public void abort() {
        call.abort();
    }

    /// The connection goes back with the last byte, not when the caller is done with it.
    private void endIfRead() {
        if (reader.ended() && !over) {
            over = true;
            call.end(reader.persistent());
        }
    }
}
