package io.aiplat.gateway.inprocess;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.connection.MemoryBudget;
import io.aiplat.gateway.connection.MemoryClaim;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.sse.EventScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Responder of a call inside this process: keeps the answer, or hands its events on as they come.
final class InProcessResponder extends Responder implements AutoCloseable {
    private static final int LARGEST_EVENT = 8 << 20;
    private static final int FIRST = 1024;

    private final ModelPrincipal principal;
    private final Endpoint endpoint;
    private final Headers asked;
    private final RequestBody body;
    private final MemoryClaim memory;
    private final WriteBuffer content = new WriteBuffer(FIRST);
    private Map<String, String> headers = Map.of();
    private @Nullable EventConsumer consumer;
    private @Nullable EventScanner events;
    private @Nullable Exception unwanted;
    private @Nullable Runnable gone;
    private boolean left;
    private boolean over;

    InProcessResponder(
            String id, ModelPrincipal principal, Endpoint endpoint, Headers asked, byte[] body, MemoryBudget budget) {
        super(id);
        this.principal = principal;
        this.endpoint = endpoint;
        this.asked = asked;
        this.body = RequestBody.of(body);
        this.memory = new MemoryClaim(budget);
    }

    ModelPrincipal principal() {
        return principal;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// Whose share of the memory it holds.
    void of(Object key) {
        memory.of(key);
    }

    /// Who gets the events of a streamed answer; null for its body.
    void handTo(@Nullable EventConsumer to) {
        consumer = to;
    }

    @Override
    public Headers asked() {
        return asked;
    }

    @Override
    public void enter() throws IOException {
        if (body.length() > MAX_BODY_MIB << 20) {
            throw new MalformedRequest(413, "the body is larger than " + MAX_BODY_MIB + " MiB");
        }
        memory.acquire(BESIDES + (long) body.length());
    }

    @Override
    public boolean bodyHasCome() {
        return true;
    }

    @Override
    public RequestBody body() {
        return body;
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    /// Bytes of the request.
    long received() {
        return body.length();
    }

    @Override
    public synchronized void onGone(@Nullable Runnable action) {
        if (left && action != null) {
            action.run();
        } else {
            gone = action;
        }
    }

    @Override
    public synchronized boolean isGone() {
        return left;
    }

    /// The caller wants no answer any more; from any thread.
    void leave() {
        Runnable action;
        synchronized (this) {
            if (over || left) {
                return;
            }
            left = true;
            action = gone;
            gone = null;
        }
        if (action != null) {
            action.run();
        }
    }

    @Override
    protected void sendWhole(int code, Headers answer, List<ByteSlice> pieces) throws IOException {
        begins(answer);
        for (ByteSlice piece : pieces) {
            keep(piece.bytes(), piece.offset(), piece.length());
        }
    }

    @Override
    protected void sendHead(int code, Headers answer) throws IOException {
        begins(answer);
        String type = answer.first("content-type");
        if (consumer != null && type != null && type.startsWith("text/event-stream")) {
            events = new EventScanner(LARGEST_EVENT, memory);
        }
    }

    private void begins(Headers answer) throws IOException {
        stays();
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < answer.size(); i++) {
            all.put(answer.name(i).toLowerCase(Locale.ROOT), answer.value(i));
        }
        headers = Map.copyOf(all);
    }

    @Override
    protected void send(byte[] from, int offset, int length) throws IOException {
        stays();
        EventScanner scanner = events;
        EventConsumer to = consumer;
        if (scanner == null || to == null) {
            keep(from, offset, length);
            return;
        }
        try {
            scanner.offer(from, offset, length);
            while (scanner.next()) {
                if (scanner.hasData()) {
                    int begin = scanner.dataBegin();
                    to.event(
                            scanner.name(),
                            new String(scanner.data(), begin, scanner.dataEnd() - begin, StandardCharsets.UTF_8));
                    stays();
                }
            }
        } catch (IOException | RuntimeException failure) {
            unwanted = failure;
            throw new IOException("the caller takes no more of the answer", failure);
        }
    }

    /// What is kept grows by doubling; both arrays are there meanwhile.
    private void keep(byte[] from, int offset, int length) throws IOException {
        if (content.length() + length > content.array().length) {
            memory.acquire(2L * (content.length() + length));
        }
        content.put(from, offset, length);
    }

    @Override
    protected void sendEnd() throws IOException {
        stays();
    }

    private void stays() throws IOException {
        if (isGone()) {
            throw new IOException("the caller has cancelled its call");
        }
    }

    /// The answer as it was kept.
    InProcessResponse response() {
        return new InProcessResponse(status(), headers, content.copy());
    }

    /// Says why a call has failed, where that is the caller's doing.
    void rethrow(Exception failure) throws IOException {
        Exception own = unwanted;
        if (isGone()) {
            CancellationException cancelled = new CancellationException("the call was closed");
            cancelled.initCause(failure);
            throw cancelled;
        }
        switch (own) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IOException(own);
        }
    }

    /// Gives its memory back. Nothing can be cancelled any more.
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            gone = null;
        }
        memory.close();
    }
}
