package io.aiplat.gateway.connection;

import io.aiplat.gateway.responder.Responder;
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
import org.jspecify.annotations.Nullable;

/// HTTP exchange: one request and its response, over a connection. Belongs to the connection's thread.
public final class Exchange extends Responder {
    /// Bytes of a head that are counted with [#BESIDES].
    private static final int USUAL_HEAD = 4 * 1024;

    /// What a larger one takes for each of its bytes: itself, the array that it came in, twice what it needs at
    /// most, and its fields as texts.
    private static final int OF_HEAD_BYTE = 4;

    private static final int UNDER_WAY = 1;
    private static final int READ = 2;
    /// The status that says so, too.
    private static final int GAVE_WAY = 408;

    private final RequestHead head;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final ClientWatch watch;
    private final MemoryClaim memory;
    private final AtomicInteger upload = new AtomicInteger();
    private @Nullable RequestBody body;
    private @Nullable Duration silence;
    private volatile @Nullable Heartbeat heartbeat;

    Exchange(
            RequestHead head,
            String id,
            RequestReader reader,
            ResponseWriter writer,
            ClientWatch watch,
            MemoryBudget budget,
            long begunNanos) {
        super(id);
        this.head = head;
        this.reader = reader;
        this.writer = writer;
        this.watch = watch;
        this.memory = new MemoryClaim(budget);
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

    @Override
    public Headers asked() {
        return head.headers();
    }

    /// Whose request it is, known before its body is read: the memory it holds is of this one's share.
    ///
    /// @param key equal for all requests of one key
    public void of(Object key) {
        memory.of(key);
    }

    @Override
    public void enter() throws IOException {
        int head = reader.headBytes();
        memory.acquire(head <= USUAL_HEAD ? BESIDES : BESIDES + (long) OF_HEAD_BYTE * head);
    }

    @Override
    public boolean bodyHasCome() {
        return body != null || reader.bodyHasCome();
    }

    @Override
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
            over(GAVE_WAY);
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

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void onGone(@Nullable Runnable action) {
        watch.onGone(action);
    }

    @Override
    public boolean isGone() {
        return watch.hasLeft();
    }

    /// Bytes of the request's body that were read.
    public long received() {
        return body == null ? 0 : body.length();
    }

    @Override
    protected void sendWhole(int code, Headers answer, List<ByteSlice> content) throws IOException {
        begins(answer);
        writer.whole(code, answer, content);
    }

    @Override
    protected void sendHead(int code, Headers answer) {
        begins(answer);
        writer.begin(code, answer);
        Duration quiet = silence;
        String type = answer.first("content-type");
        if (quiet != null && type != null && type.startsWith("text/event-stream")) {
            heartbeat = new Heartbeat(writer, head.path(), quiet.toNanos());
        }
    }

    @Override
    public @Nullable Duration silence() {
        return silence;
    }

    @Override
    protected void sendSign() throws IOException {
        Heartbeat beating = heartbeat;
        if (beating != null) {
            beating.first();
        }
    }

    private void begins(Headers answer) {
        answer.set("date", HttpDate.now());
        if (!reader.reusable()) {
            // What was not read stands where the next request should begin.
            writer.last();
        }
    }

    @Override
    protected void send(byte[] from, int offset, int length) throws IOException {
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

    @Override
    protected void sendEnd() throws IOException {
        silent();
        writer.end();
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
