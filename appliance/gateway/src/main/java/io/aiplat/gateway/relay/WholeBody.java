package io.aiplat.gateway.relay;

import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.MemoryBudgetExceeded;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.upstream.UpstreamResponse;
import java.io.IOException;
import java.util.Arrays;

/// An answer in one piece, read into memory that is taken from the request's budget as it comes.
public final class WholeBody {
    private static final int PIECE = 4 * 1024;
    /// An answer of so much is nothing that anybody counts.
    private static final int SMALL = 32 * 1024;
    /// What an upstream says its answer has is believed up to here; beyond, memory follows what comes.
    private static final int BELIEVED = 256 * 1024;
    private static final int LARGEST_ANSWER = 64 << 20;
    /// A server that has sent so much is believed how long its answer is.
    private static final int EARNED = 4 << 20;

    private final byte[] bytes;
    private final int length;

    WholeBody(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /// The array that has the answer at its beginning.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes of it the answer has.
    public int length() {
        return length;
    }

    /// Reads all of it.
    ///
    /// @throws AttemptFailed if it is larger than any answer is
    /// @throws IOException   if there is no memory for it, or it does not come
    public static WholeBody read(UpstreamResponse answer, Attempt attempt) throws AttemptFailed, IOException {
        AnswerChecks.isPlain(answer);
        long said = answer.remaining();
        int counted = said > 0 ? (int) Math.min(said, BELIEVED) : PIECE;
        byte[] buffer;
        if (counted > SMALL) {
            hold(attempt, counted, 0);
            buffer = new byte[counted];
        } else {
            buffer = new byte[counted];
            counted = 0;
        }
        int length = 0;
        for (int count = answer.read(buffer, 0, buffer.length);
                count >= 0;
                count = answer.read(buffer, length, buffer.length - length)) {
            if (length == 0) {
                attempt.firstByte();
            }
            length += count;
            if (length == buffer.length && !answer.ended()) {
                if (length >= LARGEST_ANSWER) {
                    throw AnswerChecks.cut("The upstream's answer is larger than " + (LARGEST_ANSWER >> 20) + " MiB.");
                }
                int capacity = capacity(length, answer.remaining());
                hold(attempt, capacity, length);
                buffer = Arrays.copyOf(buffer, capacity);
                if (counted > 0) {
                    attempt.responder().memory().release(counted);
                }
                counted = capacity;
            }
        }
        return new WholeBody(buffer, length);
    }

    private static int capacity(int length, long left) {
        return left > 0 && length >= EARNED
                ? (int) Math.min(length + left, LARGEST_ANSWER)
                : Math.min(length * 2, LARGEST_ANSWER);
    }

    /// Takes memory for what is made of the answer, until the request is answered.
    void holdMore(Attempt attempt, int bytes) throws IOException {
        if (bytes > SMALL) {
            hold(attempt, bytes, length);
        }
    }

    /// @param length bytes of the answer that are here
    private static void hold(Attempt attempt, int bytes, int length) throws IOException {
        try {
            attempt.responder().hold(bytes);
        } catch (MalformedRequest none) {
            // The upstream has worked on it, whoever may read it.
            attempt.guess(length);
            throw MemoryBudgetExceeded.refusal(none);
        }
    }
}
