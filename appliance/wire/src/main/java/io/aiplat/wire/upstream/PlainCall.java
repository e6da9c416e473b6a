package io.aiplat.wire.upstream;

import io.aiplat.wire.YieldBeforeBlock;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A call over a connection of our own.
final class PlainCall extends PendingCall {
    private final PlainUpstream upstream;
    private volatile @Nullable UpstreamConnection connection;

    PlainCall(PlainUpstream upstream, ConcurrencyLimiter slots, UpstreamLimits limits, LongSupplier nanos) {
        super(slots, limits, nanos);
        this.upstream = upstream;
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request, CallTimeouts patience) throws UpstreamFailure {
        takeSlot(patience);
        boolean begun = false;
        try {
            PlainResponse answer = new PlainResponse(this, exchange(request, patience), patience);
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                end(false);
            }
        }
    }

    private ResponseReader exchange(UpstreamRequest request, CallTimeouts patience) throws UpstreamFailure {
        UpstreamConnection idle = upstream.takeIdle();
        if (idle != null) {
            try {
                use(idle);
                return exchange(idle, request, patience);
            } catch (IOException e) {
                upstream.drop(idle);
                if (!request.repeatable() || !idle.silent() || !lifetime.isOpen()) {
                    throw lifetime.failure(e);
                }
                // The upstream closed it while it was idle; it has seen nothing that it answered.
            }
        }
        UpstreamConnection fresh = connect(patience);
        try {
            return exchange(fresh, request, patience);
        } catch (IOException e) {
            throw lifetime.failure(e);
        }
    }

    private UpstreamConnection connect(CallTimeouts patience) throws UpstreamFailure {
        lifetime.await(CallPhase.CONNECT, patience);
        try {
            return upstream.connect(this);
        } catch (UpstreamFailure e) {
            throw e;
        } catch (IOException e) {
            lifetime.check();
            throw new UpstreamFailure.Unreachable(upstream.authority(), e);
        }
    }

    /// Works over a connection from now on, unless somebody called it off before there was one to close.
    void use(UpstreamConnection next) throws UpstreamFailure {
        next.workFor(this);
        connection = next;
        lifetime.check();
    }

    private ResponseReader exchange(UpstreamConnection over, UpstreamRequest request, CallTimeouts patience)
            throws IOException {
        lifetime.await(CallPhase.ANSWER, patience);
        boolean bodiless = request.method().equals("HEAD");
        IOException unsent = null;
        try {
            over.send(request, upstream.authority());
        } catch (IOException e) {
            // An upstream may refuse a large body with an answer and close, before it has read all of it.
            unsent = e;
        }
        YieldBeforeBlock.go();
        try {
            ResponseReader answer = ResponseReader.await(over.intake(), upstream.headLimits(), bodiless);
            lifetime.check();
            if (unsent != null) {
                over.spoil();
            }
            return answer;
        } catch (IOException e) {
            if (unsent != null) {
                e.addSuppressed(unsent);
            }
            throw e;
        }
    }

    @Override
    void cut() {
        UpstreamConnection current = connection;
        if (current != null) {
            current.close();
        }
    }

    /// Ends it, once, on the owner's thread.
    ///
    /// @param reusable whether the connection is at the beginning of another answer
    void end(boolean reusable) {
        UpstreamConnection current = connection;
        boolean ours = lifetime.end();
        connection = null;
        if (current != null) {
            if (ours && reusable && !current.spoiled()) {
                upstream.putBack(current);
            } else {
                upstream.drop(current);
            }
        }
        giveSlotBack();
    }
}
