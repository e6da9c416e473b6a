package io.aiplat.gateway.responder;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.RequestBody;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Responder: all that the pipeline needs of whoever calls a model. It has what is asked, takes the answer, knows
/// whether anybody still waits for it, and holds the memory that the call takes. An HTTP exchange is one, and so is a
/// call inside this process.
///
/// Belongs to the thread that works on the call.
public abstract class Responder {
    /// The largest request body taken; more is refused with 413.
    public static final int MAX_BODY_MIB = 32;

    /// Bytes that a request takes besides its body: buffers on both sides, the stack of its thread, headers, an event
    /// that comes in pieces (docs/decisions/memory.md).
    protected static final int BESIDES = 40 * 1024;

    /// As the log and nobody else is told: nginx's status for a client that left before its answer.
    private static final int CLIENT_GONE = 499;

    private final String id;
    private final Headers headers = new Headers();
    private @Nullable ResponseSink way;
    private @Nullable String waitingFor;
    private boolean begun;
    private boolean ended;
    private int status;
    private long sent;

    /// @param id a name that no other request has
    protected Responder(String id) {
        this.id = id;
        headers.add("x-request-id", id);
    }

    /// A name that no other request has; the client gets it as `x-request-id`.
    public final String id() {
        return id;
    }

    /// The headers of the request.
    public abstract Headers asked();

    /// Takes the memory that any request to a model takes, before anything of it is read.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public abstract void enter() throws IOException;

    /// Whether the body need not be waited for.
    public abstract boolean bodyHasCome();

    /// The body; read from the client at the first call.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if it is too large or not well-formed, or there is no memory
    public abstract RequestBody body() throws IOException;

    /// The account that further memory for this request is taken from, until it is answered.
    public abstract MemoryAccount memory();

    /// Takes further memory for this request, until it is answered. Waits for it no longer than a body does that
    /// has begun.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public final void hold(long bytes) throws IOException {
        memory().acquire(bytes);
    }

    /// Takes memory for something that is gone before the request is answered.
    ///
    /// @return to be closed when it is gone
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public final Hold holding(long bytes) throws IOException {
        MemoryAccount memory = memory();
        memory.acquire(bytes);
        return () -> memory.release(bytes);
    }

    /// Memory that is given back when this is closed.
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /// What to do when the client leaves before it has its answer; at once if it has left.
    ///
    /// @param action called at most once, from another thread; null for nothing any more
    public abstract void onGone(@Nullable Runnable action);

    /// Whether the client is known to have left.
    public abstract boolean isGone();

    /// How long a stream may be silent before its client should hear a sign of life; null where nobody minds.
    public @Nullable Duration silence() {
        return null;
    }

    /// Gives the client of a stream a sign of life before there is anything of an answer, and from then on as any
    /// stream that is silent gets them. Its status is 200 from now on; that nothing of an answer has gone remains
    /// true, so that another upstream may still be asked.
    ///
    /// @param model that it waits for, in the client's words
    public final void beginWaiting(String model) throws IOException {
        if (waitingFor == null && !begun && silence() != null) {
            headers.set("content-type", "text/event-stream");
            headers.set("cache-control", "no-cache");
            // Asks proxies in between not to collect events.
            headers.set("x-accel-buffering", "no");
            waitingFor = model;
            status = 200;
            sendHead(status, headers);
            sendSign();
        }
    }

    /// The model that a client waits for who was given a sign of life before an answer; null for none.
    public final @Nullable String waitingFor() {
        return waitingFor;
    }

    /// Lets the answer go another way, until [#straight()].
    ///
    /// @param through makes a sink that hands on to the one it is given
    public final void through(UnaryOperator<ResponseSink> through) {
        ResponseSink before = way;
        way = through.apply(before == null ? new Straight() : before);
    }

    /// Lets the answer go to the client as it is again.
    public final void straight() {
        way = null;
    }

    /// Adds a header to the answer, if it has not begun.
    public final void header(String name, String value) {
        headers.set(name, value);
    }

    /// A header of the answer as it is now; null if it has none of that name.
    public final @Nullable String answerHeader(String name) {
        return headers.first(name);
    }

    /// Whether anything of the answer was sent, so that its status cannot change any more.
    public final boolean hasBegun() {
        return begun;
    }

    /// Whether the client has all of an answer.
    public final boolean hasEnded() {
        return ended;
    }

    /// The status of the answer; 0 before it has one.
    public final int status() {
        return status;
    }

    /// What became of the answer, as the log is told: its status, or that the client left before it had one. A client
    /// that leaves with its answer has not left before it.
    public final int outcome() {
        return ended || (begun && !isGone()) ? status : CLIENT_GONE;
    }

    /// Bytes of the answer's body so far.
    public final long sent() {
        return sent;
    }

    /// Answers in one piece.
    public final void reply(int code, String contentType, byte[] content) throws IOException {
        headers.set("content-type", contentType);
        reply(code, List.of(ByteSlice.of(content)));
    }

    /// Answers in one piece; the content type is among the headers already.
    public final void reply(int code, List<ByteSlice> content) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            wholeNow(code, content);
        } else {
            other.whole(code, content);
        }
    }

    /// Begins an answer that is sent in parts. Nothing is sent before the first part.
    public final void begin(int code) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            beginNow(code);
        } else {
            other.begin(code);
        }
    }

    /// Sends a part at once.
    public final void write(byte[] from, int offset, int length) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            writeNow(from, offset, length);
        } else {
            other.write(from, offset, length);
        }
    }

    /// Ends an answer that was begun. One that is not ended is seen as cut by the client.
    public final void end() throws IOException {
        ResponseSink other = way;
        if (other == null) {
            endNow();
        } else {
            other.end();
        }
    }

    private void wholeNow(int code, List<ByteSlice> content) throws IOException {
        if (waitingFor != null) {
            throw new IOException("an answer in one piece cannot follow a stream's beginning");
        }
        begun = true;
        status = code;
        for (ByteSlice segment : content) {
            sent += segment.length();
        }
        sendWhole(code, headers, content);
        ended = true;
    }

    private void beginNow(int code) throws IOException {
        begun = true;
        if (waitingFor == null) {
            status = code;
            sendHead(code, headers);
        }
    }

    private void writeNow(byte[] from, int offset, int length) throws IOException {
        sent += length;
        send(from, offset, length);
    }

    private void endNow() throws IOException {
        sendEnd();
        ended = true;
    }

    /// The client has its answer, in another way than through this.
    protected final void over(int code) {
        status = code;
        ended = true;
    }

    /// Gives the client an answer in one piece.
    ///
    /// @param answer headers of the answer, to which some may be added
    protected abstract void sendWhole(int code, Headers answer, List<ByteSlice> content) throws IOException;

    /// Begins to give the client an answer in parts.
    ///
    /// @param answer headers of the answer, to which some may be added
    protected abstract void sendHead(int code, Headers answer) throws IOException;

    /// Gives the client of a stream that has nothing else yet a sign of life.
    protected void sendSign() throws IOException {
        throw new IllegalStateException("nobody minds that it is silent");
    }

    /// Gives the client a part of it; the array is the pipeline's again afterwards.
    protected abstract void send(byte[] from, int offset, int length) throws IOException;

    /// The answer has all its parts.
    protected abstract void sendEnd() throws IOException;

    /// The end of every way.
    private final class Straight implements ResponseSink {
        @Override
        public void whole(int code, List<ByteSlice> content) throws IOException {
            wholeNow(code, content);
        }

        @Override
        public void begin(int code) throws IOException {
            beginNow(code);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            writeNow(from, offset, length);
        }

        @Override
        public void end() throws IOException {
            endNow();
        }
    }
}
