package io.aiplat.gateway.connection;

import io.aiplat.wire.OthersFirst;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.Limits;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import io.aiplat.wire.http.RequestReader;
import io.aiplat.wire.http.ResponseWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads requests and has them answered, one after the other, on the thread that Helidon gave the connection.
final class GatewayConnection implements ServerConnection, Ticker.Watched {
    /// A body of which less than this comes in this time makes no progress: 4 KiB in a second.
    private static final long LEAST_PROGRESS = 4 * 1024;
    private static final long PROGRESS_NANOS = 1_000_000_000;
    private static final int REQUEST_TIMEOUT = 408;

    private final ConnectionContext context;
    private final Parts parts;
    private final HelidonDuplex client;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final ClientWatch watch;
    private volatile long idleSince = System.nanoTime();
    private volatile boolean busy;
    private volatile long receivedBefore;
    /// When the ticker first saw bytes of a head; 0 when it saw none. The ticker's own.
    private long headSeen;
    /// What is worked on; null between requests.
    private volatile @Nullable Exchange current;
    /// When the ticker last looked how much of a body had come, and how much it was; 0 when none was coming. Its own.
    private long progressSince;
    private long progressFrom;
    private boolean stuck;
    /// Since when an answered client may still send what nobody reads; 0 if it does not.
    private volatile long lingering;
    private volatile boolean closing;
    private volatile ServerConnection handedOver = this;
    private volatile Thread thread = Thread.currentThread();

    /// What all connections share.
    record Parts(
            ExchangeHandler handler,
            Supplier<String> ids,
            MemoryBudget budget,
            Ticker ticker,
            ConnectionLimits limits,
            Http1ConnectionSelector helidon) {}

    GatewayConnection(ConnectionContext context, Parts parts) {
        this.context = context;
        this.parts = parts;
        this.client = new HelidonDuplex(context.serverSocket());
        this.watch = new ClientWatch(client);
        this.reader = new RequestReader(watch, Limits.STANDARD);
        this.writer = new ResponseWriter(client);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        parts.ticker().add(this);
        try {
            while (!closing) {
                receivedBefore = client.received();
                RequestHead head = reader.next();
                if (head == null) {
                    return;
                }
                if (!parts.handler().serves(head)) {
                    handOver(limit);
                    return;
                }
                if (!answer(head)) {
                    if (!reader.reusable()) {
                        linger();
                    }
                    return;
                }
                OthersFirst.go();
            }
        } catch (MalformedRequest malformed) {
            refuse(malformed);
            linger();
        } catch (IOException _) {
            // The client is gone or does not take its answer: there is nobody to tell.
            client.close();
        } finally {
            parts.ticker().remove(this);
        }
    }

    /// @return whether the connection can take another request
    private boolean answer(RequestHead head) throws IOException {
        busy = true;
        parts.ticker().awake();
        writer.to(head);
        Exchange exchange =
                new Exchange(head, parts.ids().get(), reader, writer, watch, parts.budget(), System.nanoTime());
        current = exchange;
        try {
            if (closing) {
                exchange.last();
            }
            parts.handler().handle(exchange);
        } finally {
            current = null;
            exchange.close();
            busy = false;
            idleSince = System.nanoTime();
        }
        // A body that was not read stands where the next request should begin.
        return writer.reusable() && reader.reusable();
    }

    private void refuse(MalformedRequest malformed) {
        String id = parts.ids().get();
        try {
            writer.to(null);
            Headers headers = new Headers()
                    .add("x-request-id", id)
                    .add("content-type", "application/json")
                    .add("x-should-retry", malformed.status() == REQUEST_TIMEOUT ? "true" : "false");
            writer.whole(malformed.status(), headers, parts.handler().refusal(malformed, id));
        } catch (IOException _) {
            // It did not wait for the answer.
            client.close();
        }
    }

    /// Ends an upload that holds memory, makes no progress, and somebody waits for. The thread of the connection waits
    /// for bytes, so another one answers.
    private void giveWay() {
        Exchange upload = current;
        if (upload != null && upload.giveWay()) {
            Thread.ofVirtual().name("gives-way").start(() -> {
                refuse(new MalformedRequest(
                        REQUEST_TIMEOUT,
                        "The body of this request came too slowly while others waited for memory; send it again"));
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

    private void handOver(Limit limit) throws InterruptedException {
        parts.ticker().remove(this);
        byte[] read = reader.takeBack();
        ServerConnection other = parts.helidon().connection(new Replayed(context, read, watch));
        handedOver = other;
        other.handle(limit);
    }

    @Override
    public boolean tick(long now) {
        watch.tick(now);
        boolean coming = !busy && client.received() != receivedBefore;
        headSeen = coming ? (headSeen == 0 ? now : headSeen) : 0;
        ConnectionLimits limits = parts.limits();
        boolean slowHead = coming && now - headSeen > limits.head().toNanos();
        boolean slowBody =
                busy && !watch.isOn() && now - client.readAt() > limits.body().toNanos();
        if (isStuck(now) && parts.budget().isWanted()) {
            giveWay();
        }
        if (slowHead
                || slowBody
                || lingered(now)
                || client.stalledNanos(now) > limits.write().toNanos()) {
            client.close();
        }
        return busy || coming || lingering != 0;
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

    @Override
    public Duration idleTime() {
        ServerConnection other = handedOver;
        if (other != this) {
            return other.idleTime();
        }
        return busy ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - idleSince);
    }

    @Override
    public void close(boolean interrupt) {
        closing = true;
        ServerConnection other = handedOver;
        if (other != this) {
            other.close(interrupt);
        } else if (interrupt) {
            client.close();
            thread.interrupt();
        } else if (!busy) {
            client.close();
        }
    }
}
