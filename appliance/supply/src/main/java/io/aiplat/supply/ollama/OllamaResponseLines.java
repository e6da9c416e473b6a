package io.aiplat.supply.ollama;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Lines of an Ollama response as they come, for one reader.
/// Interrupting the reader leaves the connection as it is, so that the moment at which it is closed can be chosen;
/// the JDK's stream of an answer closes it at once.
///
/// That moment matters to Ollama (read in the source of 0.11.4, and seen). It hands each token from the part
/// that generates to the part that writes, and the latter goes without a word when it finds, having written a
/// token, that the client has left. If the next token is in the former's hand by then, nobody ever takes it,
/// and the place of the request is never given back: with an `OLLAMA_NUM_PARALLEL` of 1, which is usual, the
/// model answers nobody any more until it is unloaded. A connection that is closed while nothing comes does
/// no harm, so that is waited for. Where tokens come without a lull there is no good moment, as with models so tiny
/// that a token takes them a millisecond: there the answer is read to its end. `docs/decisions/ollama.md` has the
/// figures.
///
/// A line has a bound: a server that never ends one cannot fill the memory.
final class OllamaResponseLines implements BodySubscriber<OllamaResponseLines>, AutoCloseable {
    /// Bytes; a line is a token, or a tool call with all it hands over.
    static final int LONGEST_LINE = 4 << 20;

    private final Farewell farewell;
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private Arrival current = new Piece(List.of());
    private volatile long firstArrival;
    private volatile long lastArrival = System.nanoTime();
    private final AtomicInteger lines = new AtomicInteger();

    OllamaResponseLines(Farewell farewell) {
        this.farewell = farewell;
    }

    /// When a connection can be closed of which more is expected.
    ///
    /// @param lull    for so long nothing has come, at least. Just after a token is the worst moment: its
    ///                writer may not have looked yet whether the client is there
    /// @param longest without a lull it is closed all the same after so long
    record Farewell(Duration lull, Duration longest) {
        /// A model of ten tokens a second is left after 20 ms, one of a hundred after 5 ms. What is quicker has
        /// mostly ended within the second.
        static final Farewell USUAL = new Farewell(Duration.ofMillis(5), Duration.ofSeconds(1));

        /// How long a lull must be where lines come so far apart, on average. Half of that is there between two
        /// of them. A longer one is safer: on a busy machine the writer may be held up for milliseconds. Where
        /// lines come quicker than lulls, one that is a little longer than usual is just that.
        ///
        /// @param interval nanoseconds; 0 if only one line has come
        /// @return nanoseconds
        long needed(long interval) {
            long least = lull.toNanos();
            if (interval > 0 && interval < 2 * least) {
                return 10 * least;
            }
            return interval == 0 ? 4 * least : Math.clamp(interval / 2, least, 4 * least);
        }
    }

    /// What the connection has to tell.
    private sealed interface Arrival {}

    /// Some bytes.
    private record Piece(List<ByteBuffer> buffers) implements Arrival {}

    /// The end.
    ///
    /// @param cause why it is not the end of the answer; null if it is
    private record End(@Nullable Throwable cause) implements Arrival {}

    @Override
    public CompletionStage<OllamaResponseLines> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription to) {
        subscription.complete(to);
        to.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived(new Piece(buffers));
    }

    /// Lines that end in what has come. On a busy machine several of them come in one piece.
    private static int ends(List<ByteBuffer> buffers) {
        int ends = 0;
        for (ByteBuffer buffer : buffers) {
            for (int at = buffer.position(); at < buffer.limit(); at++) {
                if (buffer.get(at) == '\n') {
                    ends++;
                }
            }
        }
        return ends;
    }

    @Override
    public void onError(Throwable cause) {
        arrived(new End(cause));
    }

    @Override
    public void onComplete() {
        arrived(new End(null));
    }

    private void arrived(Arrival arrival) {
        lastArrival = System.nanoTime();
        if (arrival instanceof Piece(List<ByteBuffer> buffers)) {
            int ends = ends(buffers);
            if (lines.getAndAdd(ends) == 0) {
                firstArrival = lastArrival;
            }
        }
        arrivals.add(arrival);
    }

    /// Waits for a line.
    ///
    /// @return its bytes without the end of the line; null after the last one
    /// @throws IOException if the answer breaks off, or the line is longer than any should be
    byte @Nullable [] next() throws IOException, InterruptedException {
        while (true) {
            switch (current) {
                case End(Throwable cause) when cause != null -> throw new IOException(cause);
                case End _ -> {
                    return begun.size() == 0 ? null : line();
                }
                case Piece(List<ByteBuffer> buffers) -> {
                    if (buffers.stream().anyMatch(this::endsLine)) {
                        return line();
                    }
                    if (begun.size() > LONGEST_LINE) {
                        throw new IOException("a line of more than " + (LONGEST_LINE >> 20) + " MiB");
                    }
                    current = arrivals.take();
                    ask();
                }
            }
        }
    }

    /// One piece at a time is on its way.
    private void ask() {
        CompletableFuture<Void> _ = subscription.thenAccept(to -> to.request(1));
    }

    /// Takes the bytes up to the end of a line, or all there are.
    private boolean endsLine(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                return true;
            }
            begun.write(next);
        }
        return false;
    }

    private byte[] line() {
        byte[] line = begun.toByteArray();
        begun.reset();
        return line;
    }

    /// Reads on until Ollama can be left: until nothing comes for a moment, or it has ended, or the time is
    /// over. An interrupt does not shorten that time.
    ///
    /// @return whether surely nothing is in its hand: it has ended, or its lines are known to come more slowly
    ///     than a writer is ever held up. Else the lull may have been just that
    boolean awaitLull() {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + farewell.longest.toNanos();
        for (long left = lull(until); left > 0 && !(current instanceof End); left = lull(until)) {
            try {
                Arrival arrival = arrivals.poll(left, TimeUnit.NANOSECONDS);
                if (arrival != null) {
                    current = arrival;
                    ask();
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return current instanceof End || (System.nanoTime() < until && interval() >= 5 * farewell.lull.toNanos());
    }

    /// Nanoseconds in which nothing may come, unless the time is over.
    private long lull(long until) {
        long now = System.nanoTime();
        long needed = farewell.needed(interval());
        return Math.min(arrivals.isEmpty() ? lastArrival + needed - now : needed, until - now);
    }

    /// Nanoseconds between two lines on average; 0 if only one has come.
    private long interval() {
        int come = lines.get();
        return come < 2 ? 0 : (lastArrival - firstArrival) / (come - 1);
    }

    /// Closes the connection, if the answer has not ended.
    @Override
    public void close() {
        CompletableFuture<Void> _ = subscription.thenAccept(Subscription::cancel);
    }
}
