import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One keep-alive connection that sends the same request again and again and never blocks.
final class Connection {
    private static final int CONNECT_MILLIS = 10_000;

    private final Selector selector;
    private final InetSocketAddress address;
    private final Plan plan;
    private final Frames frames;
    private final ByteBuffer request;
    private Message message;
    private SocketChannel channel;
    private SelectionKey key;
    private volatile boolean waiting;

    /// When the request in flight should have been sent; set by the sender, read when the answer is there.
    volatile long intended;
    /// Frames that came with the answer in flight.
    int frameCount;
    /// Requests that this connection has had answered.
    int answers;

    Connection(Selector selector, int port, ByteBuffer request, Plan plan) throws IOException {
        this.selector = selector;
        this.address = new InetSocketAddress("127.0.0.1", port);
        this.plan = plan;
        this.request = request.duplicate();
        this.frames = new Frames(stamp -> {
            frameCount++;
            plan.frame(this, stamp, System.nanoTime());
        });
        connect();
    }

    private void connect() throws IOException {
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(address, CONNECT_MILLIS);
        channel.configureBlocking(false);
        message = Message.response(plan.looksAtFrames() ? frames : (bytes, from, to) -> {});
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Sends the request that should have left at the moment given.
    void send(long intended) {
        this.intended = intended;
        frameCount = 0;
        waiting = true;
        request.rewind();
        write();
    }

    /// True from [#send] until the answer is complete.
    boolean waiting() {
        return waiting;
    }

    private void write() {
        try {
            channel.write(request);
            if (request.hasRemaining() || key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ | (request.hasRemaining() ? SelectionKey.OP_WRITE : 0));
            }
        } catch (IOException e) {
            lost("closed while sending");
        }
    }

    /// Goes on with what the selector said is possible; `piece` and `bytes` are the caller's to lend.
    void ready(ByteBuffer piece, byte[] bytes) {
        if (key.isValid() && key.isWritable()) {
            write();
        }
        if (!key.isValid() || !key.isReadable()) {
            return;
        }
        try {
            int count = channel.read(piece.clear());
            if (count < 0) {
                ended();
            } else {
                piece.flip().get(bytes, 0, count);
                if (message.read(bytes, 0, count)) {
                    answered();
                }
            }
        } catch (IOException e) {
            lost("reset");
        }
    }

    private void ended() {
        if (waiting && message.endsWithClose()) {
            reconnect();
            answered();
        } else if (waiting) {
            lost("closed");
        } else {
            reconnect();
        }
    }

    private void answered() {
        waiting = false;
        answers++;
        plan.answered(this, message.status(), !plan.looksAtFrames() || frames.takeDone(), System.nanoTime());
    }

    private void lost(String why) {
        boolean was = waiting;
        waiting = false;
        reconnect();
        if (was) {
            plan.failed(this, why);
        }
    }

    private void reconnect() {
        close();
        try {
            connect();
        } catch (IOException e) {
            plan.failed(this, "refused");
        }
    }

    void close() {
        try {
            key.cancel();
            channel.close();
        } catch (IOException e) {
            // A socket that cannot be closed cannot be used either; nothing is measured on it any more.
        }
    }
}
