import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One HTTP/1.1 message after another, read from whatever pieces the socket hands over.
///
/// Knows only what well-behaved peers send: `Content-Length`, `chunked`, or nothing. Pipelining is not understood.
final class Message {
    /// Takes the message's body without its transfer coding, piece by piece.
    interface Body {
        void bytes(byte[] bytes, int from, int to);
    }

    private enum Part {
        HEAD,
        COUNTED,
        CHUNK_SIZE,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE
    }

    private final boolean request;
    private final Body body;
    private byte[] head = new byte[512];
    private int length;
    private Part part = Part.HEAD;
    private long left;
    private boolean emptyLine;
    private int status;

    private Message(boolean request, Body body) {
        this.request = request;
        this.body = body;
    }

    static Message request(Body body) {
        return new Message(true, body);
    }

    static Message response(Body body) {
        return new Message(false, body);
    }

    /// Status of the response whose head was read last.
    int status() {
        return status;
    }

    /// True where the peer's close is the message's end, not a fault.
    boolean endsWithClose() {
        return part == Part.UNTIL_CLOSE;
    }

    /// Reads a piece; true when it ended the message.
    boolean read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            switch (part) {
                case HEAD -> {
                    at = readHead(bytes, at, to);
                    if (part == Part.COUNTED && left == 0) {
                        return ended();
                    }
                }
                case COUNTED -> {
                    at = take(bytes, at, to);
                    if (left == 0) {
                        return ended();
                    }
                }
                case CHUNK_SIZE -> readSize(bytes[at++]);
                case CHUNK_LINE -> {
                    if (bytes[at++] == '\n') {
                        emptyLine = true;
                        part = left == 0 ? Part.TRAILER : Part.CHUNK;
                    }
                }
                case CHUNK -> {
                    at = take(bytes, at, to);
                    part = left == 0 ? Part.CHUNK_END : Part.CHUNK;
                }
                case CHUNK_END -> part = bytes[at++] == '\n' ? Part.CHUNK_SIZE : Part.CHUNK_END;
                case TRAILER -> {
                    byte b = bytes[at++];
                    if (b == '\n' && emptyLine) {
                        return ended();
                    }
                    emptyLine = b == '\n' || b == '\r' && emptyLine;
                }
                case UNTIL_CLOSE -> {
                    body.bytes(bytes, at, to);
                    at = to;
                }
            }
        }
        return false;
    }

    private boolean ended() {
        part = Part.HEAD;
        length = 0;
        return true;
    }

    private int take(byte[] bytes, int at, int to) {
        int end = (int) Math.min(to, at + left);
        body.bytes(bytes, at, end);
        left -= end - at;
        return end;
    }

    private void readSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
        } else if (b == '\n') {
            emptyLine = true;
            part = left == 0 ? Part.TRAILER : Part.CHUNK;
        } else {
            part = Part.CHUNK_LINE;
        }
    }

    private int readHead(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (length == head.length) {
                head = Arrays.copyOf(head, length * 2);
            }
            head[length++] = bytes[at++];
            if (head[length - 1] == '\n' && length >= 4 && head[length - 3] == '\n') {
                understandHead();
                break;
            }
        }
        return at;
    }

    private void understandHead() {
        left = request ? 0 : -1;
        part = Part.COUNTED;
        if (!request) {
            status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        }
        int line = 0;
        for (int at = 0; at < length; at++) {
            if (head[at] == '\n') {
                understandLine(line, at);
                line = at + 1;
            }
        }
        if (part == Part.COUNTED && left < 0) {
            part = Part.UNTIL_CLOSE;
        }
    }

    private void understandLine(int from, int to) {
        if (is(from, "content-length:")) {
            left = Long.parseLong(value(from + 15, to));
        } else if (is(from, "transfer-encoding:") && value(from + 18, to).equalsIgnoreCase("chunked")) {
            left = 0;
            part = Part.CHUNK_SIZE;
        }
    }

    private boolean is(int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if ((head[from + i] | 0x20) != (name.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private String value(int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }
}
