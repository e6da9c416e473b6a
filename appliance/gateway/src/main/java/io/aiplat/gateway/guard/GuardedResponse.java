package io.aiplat.gateway.guard;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardMessages;
import io.aiplat.gateway.guard.evaluation.PresidioClient;
import io.aiplat.gateway.responder.ResponseSink;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Guarded response: looks at an answer on its way to the client, whoever wrote it.
/// What may not pass is kept back: a whole answer before the client has any of it, a stream from there on.
public final class GuardedResponse implements ResponseSink {
    /// Joined, as an array of its own, and changed.
    private static final int COPIES = 3;

    private final GuardChain watch;
    private final FieldTable fields;
    private final MemoryAccount memory;
    private final GuardedStream stream;
    private @Nullable ResponseSink client;
    private @Nullable ApiException refusal;

    GuardedResponse(GuardChain watch, GuardRules rules, String id, MemoryAccount memory) {
        this.watch = watch;
        this.fields = rules.answered();
        this.memory = memory;
        this.stream = new GuardedStream(watch, rules.events(), id, memory);
    }

    /// The same, handing on to a client.
    public GuardedResponse on(ResponseSink other) {
        client = other;
        return this;
    }

    /// Why the client has not got the answer, or not all of it; null if nothing was kept back.
    public @Nullable ApiException refusal() {
        return refusal;
    }

    @Override
    public void whole(int status, List<ByteSlice> content) throws IOException {
        if (status >= 300) {
            // What went wrong, in our own words or an upstream's.
            client().whole(status, content);
            return;
        }
        long length = 0;
        for (ByteSlice segment : content) {
            length += segment.length();
        }
        memory.acquire(COPIES * length + (watch.takesPieces() ? 0 : PresidioClient.bytes(length)));
        byte[] bytes = joined(content);
        try {
            check(bytes);
            byte[] changed = TextDocument.passed(watch, bytes, bytes.length, fields, memory::acquire);
            client().whole(status, List.of(ByteSlice.of(changed == null ? bytes : changed)));
        } catch (ApiException refused) {
            refusal = refused;
        }
    }

    private void check(byte[] bytes) {
        try {
            JsonObjectView.scan(bytes, bytes.length);
        } catch (MalformedJson e) {
            throw GuardMessages.failed(watch.watchers().getFirst().name(), watch.moment(), "it is not JSON");
        }
    }

    private static byte[] joined(List<ByteSlice> content) {
        WriteBuffer all =
                new WriteBuffer(content.stream().mapToInt(ByteSlice::length).sum());
        content.forEach(segment -> all.put(segment.bytes(), segment.offset(), segment.length()));
        return all.copy();
    }

    @Override
    public void begin(int status) throws IOException {
        client().begin(status);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        try {
            stream.pass(from, offset, length);
        } catch (ApiException refused) {
            stop(refused);
        }
        send();
    }

    @Override
    public void end() throws IOException {
        try {
            stream.end();
        } catch (ApiException refused) {
            stop(refused);
        }
        send();
        client().end();
    }

    /// Tells the client why nothing more comes, and whoever writes to write no more.
    private void stop(ApiException refused) throws IOException {
        refusal = refused;
        stream.refuse(refused.error());
        send();
        client().end();
        throw new IOException("a guard has stopped the answer", refused);
    }

    private void send() throws IOException {
        WriteBuffer out = stream.out();
        if (out.length() > 0) {
            client().write(out.array(), 0, out.length());
            out.clear(GuardedStream.KEPT);
        }
    }

    private ResponseSink client() {
        return Objects.requireNonNull(client, "on nobody's way");
    }
}
