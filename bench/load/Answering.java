import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// The upstream's side of one connection: reads requests and writes their answers, at once or paced.
final class Answering implements Comparable<Answering>, Message.Body {
    private static final String MODEL = "\"bench-";
    private static final String CHUNK = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1790000000,\"model\":\"bench\",\"choices\":";
    private static final ByteBuffer ANSWER = answer();
    private static final byte[] STREAM_HEAD = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n")
            .getBytes(US_ASCII);
    private static final byte[] END = end();

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Message message = Message.request(this);
    private final StringBuilder model = new StringBuilder();
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private int matched;
    private boolean inModel;
    private boolean asked;
    private int frames;
    private int sent;
    private long interval;
    private long due;

    Answering(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /// When the next frame is to be sent, as [System#nanoTime()].
    long due() {
        return due;
    }

    /// Reads what has come; false when the peer has gone.
    boolean read(ByteBuffer piece, byte[] bytes) throws IOException {
        int count = channel.read(piece.clear());
        if (count < 0) {
            return false;
        }
        piece.flip().get(bytes, 0, count);
        if (message.read(bytes, 0, count)) {
            understand();
        }
        return true;
    }

    /// Whether a request is complete that nobody has begun to answer; asking takes it.
    boolean takeAsked() {
        boolean was = asked;
        asked = false;
        return was;
    }

    /// Looks for the model's name anywhere in the body: gateways order the members as they like.
    @Override
    public void bytes(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (inModel) {
                inModel = b != '"';
                model.append(inModel ? (char) b : "");
            } else {
                matched = b == MODEL.charAt(matched) ? matched + 1 : b == '"' ? 1 : 0;
                if (matched == MODEL.length()) {
                    matched = 0;
                    inModel = true;
                    model.setLength(0);
                }
            }
        }
    }

    private void understand() {
        asked = true;
        sent = 0;
        int x = model.indexOf("x");
        frames = x > 0 ? Integer.parseInt(model.substring(0, x)) : 0;
        interval = x > 0 ? 1_000_000L * Integer.parseInt(model.substring(x + 1)) : 0;
        due = System.nanoTime();
        model.setLength(0);
    }

    /// Sends the answer, or its next frame and, without a pace, those after it; true when more is due later.
    boolean sendNext() {
        try {
            if (frames == 0) {
                write(ANSWER.duplicate());
                return false;
            }
            if (sent == 0) {
                write(ByteBuffer.wrap(STREAM_HEAD));
            }
            do {
                write(ByteBuffer.wrap(frame()));
                sent++;
                due += interval;
            } while (interval == 0 && sent < frames);
            if (sent == frames) {
                write(ByteBuffer.wrap(END));
            }
            return sent < frames;
        } catch (IOException e) {
            // The peer has gone; the selector says so too, and the connection is closed there.
            return false;
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (!unsent.hasRemaining()) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
            unsent = both.put(unsent).put(bytes).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /// Sends what the peer was too slow to take before.
    void flush() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static byte[] frame() {
        return chunk(CHUNK + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"@" + System.nanoTime()
                + ". \"},\"finish_reason\":null}]}\n\n");
    }

    private static byte[] chunk(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n").getBytes(US_ASCII);
    }

    private static byte[] end() {
        String stop = CHUNK + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        String usage = CHUNK + "[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":8,\"total_tokens\":20}}\n\n";
        String last = new String(chunk(stop + usage + "data: [DONE]\n\n"), US_ASCII);
        return (last + "0\r\n\r\n").getBytes(US_ASCII);
    }

    /// About 1 KB, as long as an answer of a few sentences.
    static String json() {
        return "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"bench\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "All that is needed to say this was said before. ".repeat(15)
                + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":150,\"total_tokens\":162}}";
    }

    private static ByteBuffer answer() {
        String json = json();
        byte[] bytes = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                        + "\r\n\r\n" + json)
                .getBytes(US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public int compareTo(Answering other) {
        return Long.compare(due, other.due);
    }
}
