import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;

/// A fake OpenAI server: `Upstream PORT`.
///
/// The model's name says what comes: `bench-FRAMESxMILLIS` streams so many frames at that pace, each with the moment
/// it was sent ([Frames]), then usage and `[DONE]`; any other name is answered with 1 KB of JSON. One thread serves
/// all.
final class Upstream {
    private static final int BACKLOG = 4096;

    private final PriorityQueue<Answering> due = new PriorityQueue<>();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(65_536);
    private final byte[] bytes = new byte[65_536];

    void main(String[] args) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                selector.select(key -> serve(server, key), untilNext());
                sendDue();
            }
        }
    }

    /// Milliseconds until a frame is due, as a selector understands them: 0 is for ever.
    private long untilNext() {
        Answering next = due.peek();
        return next == null ? 0 : Math.max(1, (next.due() - System.nanoTime()) / 1_000_000);
    }

    private void sendDue() {
        long now = System.nanoTime();
        while (!due.isEmpty() && due.peek().due() <= now) {
            goOn(due.poll());
        }
    }

    /// Sends what may go now; a stream that has more to come waits for its next frame.
    private void goOn(Answering answering) {
        if (answering.sendNext()) {
            due.add(answering);
        }
    }

    private void serve(ServerSocketChannel server, SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept(server, key.selector());
                return;
            }
            Answering answering = (Answering) key.attachment();
            if (key.isReadable() && !answering.read(piece, bytes)) {
                // The peer has gone, perhaps in the middle of a stream: nothing is due to it any more.
                due.remove(answering);
                key.channel().close();
            } else if (answering.takeAsked()) {
                goOn(answering);
            }
            if (key.isValid() && key.isWritable()) {
                answering.flush();
            }
        } catch (IOException e) {
            // A peer that resets its connection is no concern of a server's.
            due.remove((Answering) key.attachment());
            key.cancel();
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        for (SocketChannel peer = server.accept(); peer != null; peer = server.accept()) {
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            peer.configureBlocking(false);
            SelectionKey key = peer.register(selector, SelectionKey.OP_READ);
            key.attach(new Answering(peer, key));
        }
    }
}
