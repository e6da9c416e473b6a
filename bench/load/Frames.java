/// Finds in a stream's bytes the moments at which its frames were sent, and its end.
///
/// The fake upstream writes `@NANOSECONDS.` into the text of each frame, so that every gateway hands it on; both sides
/// read the machine's one monotonic clock.
final class Frames implements Message.Body {
    /// Takes the moment at which a frame was sent, as [System#nanoTime()] gave it there.
    interface Sent {
        void at(long nanos);
    }

    private static final String DONE = "[DONE]";

    private final Sent sent;
    private boolean inStamp;
    private long stamp;
    private int matched;
    private boolean done;

    Frames(Sent sent) {
        this.sent = sent;
    }

    /// Whether the stream said that it was complete; asking makes ready for the next stream.
    boolean takeDone() {
        boolean was = done;
        done = false;
        return was;
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b == '@') {
                inStamp = true;
                stamp = 0;
            } else if (inStamp && b >= '0' && b <= '9') {
                stamp = stamp * 10 + b - '0';
            } else if (inStamp) {
                inStamp = false;
                sent.at(stamp);
            }
            matched = b == DONE.charAt(matched) ? matched + 1 : b == '[' ? 1 : 0;
            if (matched == DONE.length()) {
                done = true;
                matched = 0;
            }
        }
    }
}
