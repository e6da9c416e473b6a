package io.aiplat.wire.upstream;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.SocketDuplex;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.InputBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Upstream connection: one TCP connection, used by one call after the other.
final class UpstreamConnection {
    /// Up to here parts of a body are copied behind the head, to save a system call.
    private static final int TOGETHER = 32 * 1024;

    private static final int IDLE = 2 * 1024;

    private static final List<String> OURS = List.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private final SocketChannel channel;
    private final SocketDuplex duplex;
    private final InputBuffer intake;
    private final WriteBuffer buffer = new WriteBuffer(IDLE);
    private volatile @Nullable PlainCall call;
    private long idleSince;
    private long receivedBefore;
    private boolean spoiled;

    UpstreamConnection() throws IOException {
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        duplex = new SocketDuplex(channel);
        intake = new InputBuffer(duplex);
    }

    void connect(InetAddress address, int port) throws IOException {
        channel.connect(new InetSocketAddress(address, port));
    }

    /// Whom it works for; null while idle.
    void workFor(@Nullable PlainCall next) {
        call = next;
        receivedBefore = intake.received();
    }

    @Nullable
    PlainCall call() {
        return call;
    }

    InputBuffer intake() {
        return intake;
    }

    /// Whether nothing came since [#workFor].
    boolean silent() {
        return intake.received() == receivedBefore;
    }

    void rest(long now) {
        call = null;
        idleSince = now;
    }

    long idleFor(long now) {
        return now - idleSince;
    }

    /// Looks whether the upstream closed it meanwhile, or sent what nobody asked for.
    boolean isAlive() {
        try {
            channel.configureBlocking(false);
            int count = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return count == 0;
        } catch (IOException e) {
            // A connection that cannot even be looked at is as good as closed.
            return false;
        }
    }

    void send(UpstreamRequest request, String authority) throws IOException {
        buffer.clear(IDLE);
        head(request, authority);
        for (ByteSlice segment : request.body()) {
            if (buffer.length() + segment.length() <= TOGETHER) {
                buffer.put(segment.bytes(), segment.offset(), segment.length());
            } else {
                buffer.writeTo(duplex);
                buffer.clear(IDLE);
                duplex.write(segment.bytes(), segment.offset(), segment.length());
            }
        }
        if (buffer.length() > 0) {
            buffer.writeTo(duplex);
        }
    }

    private void head(UpstreamRequest request, String authority) {
        buffer.latin(request.method()).put(' ').latin(request.target()).latin(" HTTP/1.1\r\nHost: ");
        buffer.latin(authority).crlf();
        Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (!isOurs(headers, i)) {
                headers.writeTo(buffer, i);
            }
        }
        if (mayHaveBody(request)) {
            buffer.latin("Content-Length: ").decimal(request.length()).crlf();
        }
        buffer.crlf();
    }

    private static boolean mayHaveBody(UpstreamRequest request) {
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        return !reading || !request.body().isEmpty();
    }

    private static boolean isOurs(Headers headers, int index) {
        for (String name : OURS) {
            if (headers.nameIs(index, name)) {
                return true;
            }
        }
        return false;
    }

    /// Makes sure that it is not used again: a part of the request was never taken.
    void spoil() {
        spoiled = true;
    }

    boolean spoiled() {
        return spoiled;
    }

    void close() {
        duplex.close();
    }
}
