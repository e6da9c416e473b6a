package io.aiplat.gateway.connection;

import io.aiplat.wire.YieldBeforeBlock;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.HttpDate;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import io.aiplat.wire.http.RequestReader;
import io.aiplat.wire.http.ResponseWriter;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a client: reads requests and has them answered, one after the other, on a thread of its own.
final class GatewayConnection implements Runnable, DeadlineScanner.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConnection.class);

    /// Who takes a tenth of the time that it has for a piece makes room for others when that is short.
    private static final int STALLED = 10;

    /// So long a client that has just connected may take to say what it wants. It is not closed before, however
    /// many others come: in a flood those who want nothing would drive out the one that does.
    private static final long FRESH_NANOS = 250_000_000;

    /// Below that the ticker has to look often for who is idle.
    private static final long OFTEN_NANOS = 10_000_000_000L;

    /// A body of which less than this comes in this time makes no progress: 4 KiB in a second.
    private static final long LEAST_PROGRESS = 4 * 1024;
    private static final long PROGRESS_NANOS = 1_000_000_000;
    private static final int REQUEST_TIMEOUT = 408;

    private final SocketChannel channel;
    private final @Nullable Object origin;
    private final Parts parts;
    private final ClientDuplex client;
    private final RequestReader reader;
    private final ClientWatch watch;
    /// Made when there is something to answer: a connection that says nothing costs less without.
    private @Nullable ResponseWriter writer;
    private volatile boolean asked;
    private volatile long idleSince = System.nanoTime();
    private volatile boolean busy;
    private volatile long receivedBefore;
    /// When the ticker first saw bytes of a head; 0 when it saw none. The ticker's own.
    private long headSeen;
    /// What is worked on; null between requests.
    private volatile @Nullable Exchange current;
    /// When the ticker last looked how much of a body had come, and how much it was; 0 when none was coming. Its
    /// own.
    private long progressSince;
    private long progressFrom;
    private boolean stuck;
    /// Since when an answered client may still send what nobody reads; 0 if it does not.
    private volatile long lingering;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    /// What all connections share.
    record Parts(RequestHandlers service, Connections connections) {
        ExchangeHandler handler() {
            return service.handler();
        }

        Supplier<String> ids() {
            return service.ids();
        }

        DeadlineScanner ticker() {
            return service.ticker();
        }

        ConnectionLimits limits() {
            return service.limits();
        }
    }

    /// @param origin whom it counts for; null for this machine
    GatewayConnection(SocketChannel channel, @Nullable Object origin, Parts parts) {
        this.channel = channel;
        this.origin = origin;
        this.parts = parts;
        this.client = new ClientDuplex(channel);
        this.watch = new ClientWatch(client);
        this.reader = new RequestReader(watch, HeadLimits.STANDARD);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        idleSince = System.nanoTime();
        parts.ticker().add(this);
        try {
            serve();
        } catch (RuntimeException unexpected) {
            LOG.warn("a connection ended because of a fault of ours", unexpected);
        } finally {
            parts.ticker().remove(this);
            client.close();
            parts.connections().remove(this, origin);
        }
    }

    private void serve() {
        try {
            while (!closing) {
                RequestHead read = reader.next();
                if (read == null) {
                    return;
                }
                asked = true;
                RequestHead head = parts.handler().canonical(read);
                if (!answer(head)) {
                    if (!reader.reusable()) {
                        linger();
                    }
                    return;
                }
                YieldBeforeBlock.go();
            }
        } catch (MalformedRequest malformed) {
            refuse(malformed, writer());
            linger();
        } catch (IOException _) {
            // The client is gone or does not take its answer: there is nobody to tell.
            client.close();
        }
    }

    private ResponseWriter writer() {
        ResponseWriter made = writer;
        if (made == null) {
            made = new ResponseWriter(client);
            writer = made;
        }
        return made;
    }

    /// @return whether the connection can take another request
    private boolean answer(RequestHead head) throws IOException {
        busy = true;
        parts.ticker().awake();
        ResponseWriter writer = writer();
        writer.to(head);
        Exchange exchange = new Exchange(
                head, parts.ids().get(), reader, writer, watch, parts.service().budget(), System.nanoTime());
        exchange.beats(parts.limits().silence());
        current = exchange;
        try {
            if (closing) {
                exchange.last();
            }
            parts.handler().handle(exchange);
        } finally {
            current = null;
            exchange.close();
            // Before it is not busy any more: what came with this request is no head of the next.
            receivedBefore = client.received();
            busy = false;
            idleSince = System.nanoTime();
        }
        // A body that was not read stands where the next request should begin.
        return writer.reusable() && reader.reusable();
    }

    private void refuse(MalformedRequest malformed, ResponseWriter writer) {
        String id = parts.ids().get();
        try {
            writer.to(null);
            Headers headers = new Headers()
                    .add("x-request-id", id)
                    .add("date", HttpDate.now())
                    .add("content-type", "application/json")
                    .add("x-should-retry", malformed.status() == REQUEST_TIMEOUT ? "true" : "false");
            writer.whole(malformed.status(), headers, parts.handler().refusal(malformed, id));
        } catch (IOException _) {
            // It did not wait for the answer.
            client.close();
        }
    }

    /// Ends an upload that holds memory, makes no progress, and somebody waits for. The thread of the connection
    /// waits for bytes, so another one answers.
    private void giveWay() {
        Exchange upload = current;
        if (upload != null && upload.giveWay()) {
            Thread.ofVirtual().name("gives-way").start(() -> {
                MalformedRequest why = new MalformedRequest(
                        REQUEST_TIMEOUT,
                        "The body of this request came too slowly while others waited for memory; send it again");
                refuse(why, new ResponseWriter(client));
                client.close();
            });
        }
    }

    /// Takes what the client still sends, for a while: closing before it has read the answer would make its system
    /// throw the answer away.
    private void linger() {
        lingering = System.nanoTime();
        parts.ticker().awake();
        byte[] unread = new byte[8 * 1024];
        try {
            int count = 0;
            while (count >= 0) {
                count = watch.read(unread, 0, unread.length);
            }
        } catch (IOException _) {
            // Its time is over, or it has left: either way it is enough.
            client.close();
        }
    }

    @Override
    public boolean tick(long now) {
        watch.tick(now);
        Exchange answered = current;
        if (answered != null) {
            answered.tick(now);
        }
        boolean coming = !busy && client.received() != receivedBefore;
        headSeen = coming ? (headSeen == 0 ? now : headSeen) : 0;
        ConnectionLimits limits = parts.limits();
        long idle = parts.connections().idleNanos();
        boolean waiting = !busy && lingering == 0;
        // The first request may not take longer, from the connection on, than any other from its first byte on.
        boolean slowHead = waiting
                && ((coming && now - headSeen > limits.head().toNanos())
                        || (!asked && now - idleSince > limits.head().toNanos()));
        boolean slowBody =
                busy && !watch.isOn() && now - client.readAt() > limits.body().toNanos();
        if (isStuck(now) && parts.service().budget().isWanted()) {
            giveWay();
        }
        if (slowHead
                || slowBody
                || (waiting && !coming && now - idleSince > idle)
                || lingered(now)
                || client.stalledNanos(now) > limits.write().toNanos()) {
            client.close();
        }
        return !waiting || coming || !asked || idle < OFTEN_NANOS;
    }

    /// Whether a body is coming, and in the last second has hardly come.
    private boolean isStuck(long now) {
        if (!busy || watch.isOn()) {
            progressSince = 0;
            stuck = false;
        } else if (progressSince == 0 || now - progressSince > PROGRESS_NANOS) {
            long received = client.received();
            stuck = progressSince != 0 && received - progressFrom < LEAST_PROGRESS;
            progressSince = now;
            progressFrom = received;
        }
        return stuck;
    }

    /// A client that is quiet for an eighth of the time has sent all that it will.
    private boolean lingered(long now) {
        long since = lingering;
        long most = parts.limits().linger().toNanos();
        return since != 0 && (now - since > most || now - Math.max(since, client.readAt()) > most / 8);
    }

    /// Whom it counts for; null for this machine.
    @Nullable
    Object origin() {
        return origin;
    }

    /// What it is worth when room is short.
    EvictionPriority standing(long now) {
        if (closing) {
            return EvictionPriority.UNDECIDED;
        }
        if (lingering != 0) {
            return EvictionPriority.EMPTY;
        }
        if (busy) {
            ConnectionLimits limits = parts.limits();
            boolean stalled = client.stalledNanos(now) > limits.write().toNanos() / STALLED
                    || (!watch.isOn() && now - client.readAt() > limits.body().toNanos() / STALLED);
            return stalled ? EvictionPriority.STALLED : EvictionPriority.BUSY;
        }
        if (!client.isAwaited()) {
            // It has just been accepted, or its request has just come: on a machine that is busy that takes a while.
            return EvictionPriority.UNDECIDED;
        }
        if (asked) {
            return EvictionPriority.IDLE;
        }
        return now - idleSince < FRESH_NANOS ? EvictionPriority.UNDECIDED : EvictionPriority.EMPTY;
    }

    /// For how long it has carried no request, or no byte has come.
    long quietNanos(long now) {
        return now - (busy ? client.readAt() : idleSince);
    }

    /// What a request whose head is not complete takes, in bytes; 0 while none is coming. Its array is doubled as
    /// it grows.
    long headBytes() {
        long came = busy || closing || lingering != 0 ? 0 : client.received() - receivedBefore;
        return came <= Connections.LARGE_HEAD ? came : Long.highestOneBit(came - 1) << 1;
    }

    /// Makes room for another. One whose request came since its standing was looked at is answered: of an input that
    /// is shut down, what has arrived is still read.
    void evict() {
        closing = true;
        if (busy || lingering != 0) {
            client.close();
            return;
        }
        try {
            channel.shutdownInput();
        } catch (IOException _) {
            // It has been closed meanwhile, which makes the same room.
            client.close();
        }
    }

    /// Ends it at once, whatever it carries.
    void cut() {
        closing = true;
        client.close();
    }

    /// Ends it, after the request that it carries.
    ///
    /// @param now also while it carries one
    void close(boolean now) {
        closing = true;
        if (now || !busy) {
            client.close();
        }
        Thread working = thread;
        if (now && working != null) {
            working.interrupt();
        }
    }
}
