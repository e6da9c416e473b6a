package io.aiplat.wire.upstream;

import io.aiplat.wire.OthersFirst;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A call over a connection of our own.
final class PlainCall extends PendingCall {
    private final PlainUpstream upstream;
    private volatile @Nullable Connection connection;

    PlainCall(PlainUpstream upstream, Slots slots, UpstreamLimits limits, LongSupplier nanos) {
        super(slots, limits, nanos);
        this.upstream = upstream;
    }

    @Override
    public UpstreamAnswer send(UpstreamRequest request, Patience patience) throws UpstreamFailure {
        takeSlot(patience);
        boolean begun = false;
        try {
            PlainAnswer answer = new PlainAnswer(this, exchange(request, patience), patience);
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                end(false);
            }
        }
    }

    private AnswerReader exchange(UpstreamRequest request, Patience patience) throws UpstreamFailure {
        Connection idle = upstream.takeIdle();
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
        Connection fresh = connect(patience);
        try {
            return exchange(fresh, request, patience);
        } catch (IOException e) {
            throw lifetime.failure(e);
        }
    }

    private Connection connect(Patience patience) throws UpstreamFailure {
        lifetime.await(Phase.CONNECT, patience);
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
    void use(Connection next) throws UpstreamFailure {
        next.workFor(this);
        connection = next;
        lifetime.check();
    }

    private AnswerReader exchange(Connection over, UpstreamRequest request, Patience patience) throws IOException {
        lifetime.await(Phase.ANSWER, patience);
        boolean bodiless = request.method().equals("HEAD");
        IOException unsent = null;
        try {
            over.send(request, upstream.authority());
        } catch (IOException e) {
            // An upstream may refuse a large body with an answer and close, before it has read all of it.
            unsent = e;
        }
        OthersFirst.go();
        try {
            AnswerReader answer = AnswerReader.await(over.intake(), upstream.headLimits(), bodiless);
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
        Connection current = connection;
        if (current != null) {
            current.close();
        }
    }

    /// Ends it, once, on the owner's thread.
    ///
    /// @param reusable whether the connection is at the beginning of another answer
    void end(boolean reusable) {
        Connection current = connection;
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
