package io.aiplat.gateway.connection;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.http.BodyFraming;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.HttpDate;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import io.aiplat.wire.http.RequestReader;
import io.aiplat.wire.http.ResponseWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// HTTP exchange: one request and its response. Belongs to the thread of its connection.
public final class Exchange {
    /// The largest request body taken; more is refused with 413.
    public static final int MAX_BODY_MIB = 32;

    /// What a request takes besides its body: buffers on both sides, the stack of its thread, headers, an event
    /// that comes in pieces (docs/decisions/memory.md).
    static final int BESIDES = 40 * 1024;

    /// Bytes of a head that are counted with that.
    private static final int USUAL_HEAD = 4 * 1024;

    /// What a larger one takes for each of its bytes: itself, the array that it came in, twice what it needs at
    /// most, and its fields as texts.
    private static final int OF_HEAD_BYTE = 4;

    private static final int UNDER_WAY = 1;
    private static final int READ = 2;
    /// The status that says so, too.
    private static final int GAVE_WAY = 408;

    private final RequestHead head;
    private final String id;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final ClientWatch watch;
    private final MemoryClaim memory;
    private final AtomicInteger upload = new AtomicInteger();
    private final Headers headers = new Headers();
    private @Nullable RequestBody body;
    private @Nullable ResponseSink way;
    private @Nullable Duration silence;
    private volatile @Nullable Heartbeat heartbeat;
    private boolean begun;
    private boolean ended;
    private int status;
    private long sent;

    Exchange(
            RequestHead head,
            String id,
            RequestReader reader,
            ResponseWriter writer,
            ClientWatch watch,
            MemoryBudget budget,
            long begunNanos) {
        this.head = head;
        this.id = id;
        this.reader = reader;
        this.writer = writer;
        this.watch = watch;
        this.memory = new MemoryClaim(budget);
        headers.add("x-request-id", id);
        if (head.framing() instanceof BodyFraming.None) {
            watch.begin(begunNanos);
        }
    }

    /// Gives the client a sign of life after each such time in which a stream of events is silent.
    void beats(Duration after) {
        silence = after;
    }

    /// Looks at the time; from the ticker's thread.
    void tick(long now) {
        Heartbeat beating = heartbeat;
        if (beating != null) {
            beating.tick(now);
        }
    }

    /// What is asked.
    public RequestHead head() {
        return head;
    }

    /// A name that no other request has; the client gets it as `x-request-id`.
    public String id() {
        return id;
    }

    /// Whose request it is, known before its body is read: the memory it holds is of this one's share.
    ///
    /// @param key equal for all requests of one key
    public void of(Object key) {
        memory.of(key);
    }

    /// Takes the memory that any request to a model takes, before anything of it is read.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public void enter() throws IOException {
        int head = reader.headBytes();
        memory.acquire(head <= USUAL_HEAD ? BESIDES : BESIDES + (long) OF_HEAD_BYTE * head);
    }

    /// Whether the body need not be waited for.
    public boolean bodyHasCome() {
        return body != null || reader.bodyHasCome();
    }

    /// The body; read from the client at the first call.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if it is too large or not well-formed, or there is no memory
    public RequestBody body() throws IOException {
        return body(MAX_BODY_MIB << 20);
    }

    /// The body of a request that has no use for a large one.
    ///
    /// @param most bytes it may have
    /// @throws io.aiplat.wire.http.MalformedRequest if it is too large or not well-formed, or there is no memory
    public RequestBody body(int most) throws IOException {
        RequestBody read = body;
        if (read == null) {
            upload.set(UNDER_WAY);
            try {
                read = reader.body(most, memory);
            } catch (IOException e) {
                uploaded();
                throw e;
            }
            uploaded();
            body = read;
            watch.begin(System.nanoTime());
        }
        return read;
    }

    private void uploaded() throws IOException {
        if (!upload.compareAndSet(UNDER_WAY, READ)) {
            status = GAVE_WAY;
            ended = true;
            throw new IOException("the upload has given way to others");
        }
    }

    /// Ends the upload of the body, from another thread. Its own thread learns of it when the connection is closed.
    ///
    /// @return false if there is none, or it holds nothing that others could have, or waits for memory itself
    boolean giveWay() {
        return upload.get() == UNDER_WAY
                && memory.held() > 0
                && !memory.isWaiting()
                && upload.compareAndSet(UNDER_WAY, GAVE_WAY);
    }

    /// The account that further memory for this request is taken from, until it is answered.
    public MemoryAccount memory() {
        return memory;
    }

    /// Takes further memory for this request, until it is answered. Waits for it no longer than a body does that
    /// has begun.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public void hold(long bytes) throws IOException {
        memory.acquire(bytes);
    }

    /// Takes memory for something that is gone before the request is answered.
    ///
    /// @return to be closed when it is gone
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    public Hold holding(long bytes) throws IOException {
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
    public void onGone(@Nullable Runnable action) {
        watch.onGone(action);
    }

    /// Whether the client is known to have left.
    public boolean isGone() {
        return watch.hasLeft();
    }

    /// Lets the answer go another way, until [#straight()].
    ///
    /// @param through makes a delivery that hands on to the one it is given
    public void through(UnaryOperator<ResponseSink> through) {
        ResponseSink before = way;
        way = through.apply(before == null ? new Straight() : before);
    }

    /// Lets the answer go to the client as it is again.
    public void straight() {
        way = null;
    }

    /// Adds a header to the answer, if it has not begun.
    public void header(String name, String value) {
        headers.set(name, value);
    }

    /// A header of the answer as it is now; null if it has none of that name.
    public @Nullable String answerHeader(String name) {
        return headers.first(name);
    }

    /// Whether anything of the answer was sent, so that its status cannot change any more.
    public boolean hasBegun() {
        return begun;
    }

    /// Whether the client has all of an answer.
    public boolean hasEnded() {
        return ended;
    }

    /// The status of the answer; 0 before it has one.
    public int status() {
        return status;
    }

    /// Bytes of the request's body that were read.
    public long received() {
        return body == null ? 0 : body.length();
    }

    /// Bytes of the answer's body so far.
    public long sent() {
        return sent;
    }

    /// Answers in one piece.
    public void reply(int code, String contentType, byte[] content) throws IOException {
        headers.set("content-type", contentType);
        reply(code, List.of(ByteSlice.of(content)));
    }

    /// Answers in one piece; the content type is among the headers already.
    public void reply(int code, List<ByteSlice> content) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            sendWhole(code, content);
        } else {
            other.whole(code, content);
        }
    }

    /// Begins an answer that is sent in parts. Nothing is sent before the first part.
    public void begin(int code) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            sendHead(code);
        } else {
            other.begin(code);
        }
    }

    /// Sends a part at once.
    public void write(byte[] from, int offset, int length) throws IOException {
        ResponseSink other = way;
        if (other == null) {
            send(from, offset, length);
        } else {
            other.write(from, offset, length);
        }
    }

    /// Ends an answer that was begun. One that is not ended is seen as cut by the client.
    public void end() throws IOException {
        ResponseSink other = way;
        if (other == null) {
            sendEnd();
        } else {
            other.end();
        }
    }

    private void sendWhole(int code, List<ByteSlice> content) throws IOException {
        begins(code);
        for (ByteSlice segment : content) {
            sent += segment.length();
        }
        writer.whole(code, headers, content);
        ended = true;
    }

    private void sendHead(int code) {
        begins(code);
        writer.begin(code, headers);
        Duration quiet = silence;
        String type = headers.first("content-type");
        if (quiet != null && type != null && type.startsWith("text/event-stream")) {
            heartbeat = new Heartbeat(writer, head.path(), quiet.toNanos());
        }
    }

    private void begins(int code) {
        begun = true;
        status = code;
        headers.set("date", HttpDate.now());
        if (!reader.reusable()) {
            // What was not read stands where the next request should begin.
            writer.last();
        }
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        sent += length;
        Heartbeat beating = heartbeat;
        if (beating == null) {
            writer.write(from, offset, length);
            return;
        }
        beating.enter();
        try {
            writer.write(from, offset, length);
        } finally {
            beating.leave();
        }
    }

    private void silent() {
        Heartbeat beating = heartbeat;
        if (beating != null) {
            heartbeat = null;
            beating.end();
        }
    }

    private void sendEnd() throws IOException {
        silent();
        writer.end();
        ended = true;
    }

    /// The end of every way.
    private final class Straight implements ResponseSink {
        @Override
        public void whole(int code, List<ByteSlice> content) throws IOException {
            sendWhole(code, content);
        }

        @Override
        public void begin(int code) {
            sendHead(code);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            send(from, offset, length);
        }

        @Override
        public void end() throws IOException {
            sendEnd();
        }
    }

    /// The answer is the connection's last.
    public void last() {
        writer.last();
    }

    /// Gives the memory of the body back, and what was taken beside it.
    void close() {
        silent();
        if (body != null) {
            body.close();
        }
        memory.close();
        watch.end();
    }
}
