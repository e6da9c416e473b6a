package io.aiplat.wire.upstream;

import io.aiplat.wire.http.ChunkedBody;
import io.aiplat.wire.http.HeadFields;
import io.aiplat.wire.http.HeadFields.TooManyFields;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.InputBuffer;
import io.aiplat.wire.http.MalformedHead;
import io.aiplat.wire.http.Statuses;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response reader: reads one response off a connection.
final class ResponseReader {
    /// More than this many `1xx` heads before an answer are no answer.
    private static final int MOST_INTERIM = 16;

    private final InputBuffer intake;
    private final int status;
    private final Headers headers;
    private final boolean persistent;
    private final @Nullable ChunkedBody chunks;
    /// Bytes still to come; -1 if the body ends with the connection.
    private long left;

    private boolean ended;

    private ResponseReader(InputBuffer intake, byte[] head, int status, Headers headers, boolean bodiless)
            throws IOException {
        this.intake = intake;
        this.status = status;
        this.headers = headers;
        boolean http10 = head[7] == '0';
        boolean none = bodiless || !Statuses.mayHaveBody(status);
        chunks = !none && isChunked(http10) ? new ChunkedBody(intake) : null;
        left = none ? 0 : chunks != null ? -1 : length();
        ended = left == 0;
        persistent = !http10 && !saysClose() && (left >= 0 || chunks != null);
    }

    /// Waits for the head of an answer; those that only announce it are passed over.
    ///
    /// @param bodiless whether no body follows, as after `HEAD`
    static ResponseReader await(InputBuffer intake, HeadLimits limits, boolean bodiless) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            int length = intake.head(limits.line(), limits.head());
            if (length == 0) {
                throw new EOFException("connection closed before an answer");
            }
            if (length < 0) {
                throw new MalformedHead("head too large");
            }
            byte[] head = intake.take(length);
            int status = status(head);
            Headers headers = fields(head, limits);
            if (status >= 200) {
                return new ResponseReader(intake, head, status, headers, bodiless);
            }
            if (status == 101) {
                throw new MalformedHead("another protocol that nobody asked for");
            }
        }
        throw new MalformedHead("no answer after its announcements");
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    boolean ended() {
        return ended;
    }

    /// Bytes still to come; -1 if that is not known.
    long left() {
        return left;
    }

    /// Whether the connection can be used again after the end.
    boolean persistent() {
        return persistent && intake.available() == 0;
    }

    int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (chunks != null) {
            int count = chunks.read(into, offset, length);
            ended = count < 0 || chunks.endsAtOnce();
            return count;
        }
        int count = intake.read(into, offset, left < 0 ? length : (int) Math.min(length, left));
        if (left < 0) {
            ended = count < 0;
        } else if (count < 0) {
            throw new EOFException("connection closed " + left + " bytes before the end of the answer");
        } else {
            left -= count;
            ended = left == 0;
        }
        return count;
    }

    private boolean saysClose() {
        int said = headers.indexOf("connection", 0);
        return said >= 0
                && !headers.valueIs(said, "keep-alive")
                && headers.listed("connection").stream().anyMatch("close"::equalsIgnoreCase);
    }

    private boolean isChunked(boolean http10) throws MalformedHead {
        if (!headers.has("transfer-encoding")) {
            return false;
        }
        List<String> codings = headers.listed("transfer-encoding");
        if (http10 || codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new MalformedHead("a transfer coding other than chunked");
        }
        if (headers.has("content-length")) {
            throw new MalformedHead("both Content-Length and Transfer-Encoding");
        }
        return true;
    }

    private long length() throws MalformedHead {
        int first = headers.indexOf("content-length", 0);
        if (first < 0) {
            return -1;
        }
        String length = headers.value(first);
        boolean valid = !length.isEmpty() && length.length() <= 18;
        for (int i = headers.indexOf("content-length", first + 1);
                i >= 0;
                i = headers.indexOf("content-length", i + 1)) {
            valid &= length.equals(headers.value(i));
        }
        for (int i = 0; valid && i < length.length(); i++) {
            valid = isDigit(length.charAt(i));
        }
        if (!valid) {
            throw new MalformedHead("Content-Length is not one number");
        }
        return Long.parseLong(length);
    }

    private static int status(byte[] head) throws MalformedHead {
        String begin = "HTTP/1.";
        boolean version = head.length > 14;
        for (int i = 0; version && i < begin.length(); i++) {
            version = head[i] == begin.charAt(i);
        }
        if (!version || !isDigit(head[7]) || head[8] != ' ') {
            throw new MalformedHead("no HTTP/1 status line");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            if (!isDigit(head[i])) {
                throw new MalformedHead("no status");
            }
            status = status * 10 + head[i] - '0';
        }
        if (status < 100 || status > 599 || (head[12] != ' ' && head[12] != '\r')) {
            throw new MalformedHead("no status");
        }
        return status;
    }

    private static Headers fields(byte[] head, HeadLimits limits) throws MalformedHead {
        int from = 12;
        while (head[from] != '\n') {
            from++;
        }
        from++;
        int to = head.length - 2;
        if (head[to] != '\r' || from > to) {
            throw new MalformedHead("line does not end with CR and LF");
        }
        try {
            return HeadFields.read(head, from, to, limits.fields());
        } catch (TooManyFields e) {
            throw new MalformedHead(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
