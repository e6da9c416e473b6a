package io.aiplat.wire.http;

import io.aiplat.wire.Duplex;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.http.HeadFields.TooManyFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the requests of one connection, one after the other. What came too early is kept for the next one.
///
/// Whatever is ambiguous is refused (RFC 9112, sections 3, 5 and 6): two framings, two hosts, folded lines,
/// lone line feeds. Owned by one thread at a time.
public final class RequestReader {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] NONE = {};

    private final Duplex duplex;
    private final HeadLimits limits;
    private final InputBuffer intake;
    private @Nullable RequestHead unread;
    private byte[] head = NONE;

    /// Begins with the connection's first request.
    public RequestReader(Duplex duplex, HeadLimits limits) {
        this.duplex = duplex;
        this.limits = limits;
        this.intake = new InputBuffer(duplex);
    }

    /// Waits for the next request.
    ///
    /// @return null if the client closed the connection between two requests
    /// @throws MalformedRequest if it cannot be understood: answer and close
    /// @throws java.io.EOFException if the client left in the middle of it
    /// @throws IllegalStateException if the last request's body was not read
    public @Nullable RequestHead next() throws IOException {
        if (!reusable()) {
            throw new IllegalStateException("the body before it was not read");
        }
        // A connection that waits for its next request, maybe for minutes, keeps nothing of the one before.
        head = NONE;
        skipEmptyLine();
        int length = intake.head(limits.line(), limits.head());
        if (length == 0) {
            return null;
        }
        if (length == InputBuffer.LINE_TOO_LONG) {
            throw new MalformedRequest(414, "request line too long");
        }
        if (length == InputBuffer.HEAD_TOO_LARGE) {
            throw new MalformedRequest(431, "request head too large");
        }
        head = intake.take(length);
        RequestHead request = parse(head);
        unread = request.framing() instanceof BodyFraming.None ? null : request;
        return request;
    }

    /// Bytes of the head that came last.
    public int headBytes() {
        return head.length;
    }

    /// Whether the connection is at the beginning of a request, as far as reading goes.
    public boolean reusable() {
        return unread == null;
    }

    /// Whether the body of the request that came last need not be waited for: all of it came with the head, or
    /// there is none.
    public boolean bodyHasCome() {
        RequestHead head = unread;
        return head == null
                || (head.framing() instanceof BodyFraming.Length(long bytes) && bytes <= intake.available());
    }

    /// Reads the body of the request that came last, asking the client for it where it waits to be asked. One that
    /// is compressed comes out as it was before.
    ///
    /// @param maximum most bytes; a body that is announced as larger is refused before it is read
    /// @param memory  its memory is taken from here; the result gives it back when closed
    /// @throws MalformedRequest 413 if it is too large, 400 if its chunks are none or it is not compressed as it
    ///     says, 415 if how it is compressed is not known: answer and close
    /// @throws java.io.EOFException if the client left in the middle of it
    public RequestBody body(int maximum, MemoryAccount memory) throws IOException {
        RequestHead head = unread;
        if (head == null) {
            return RequestBody.EMPTY;
        }
        if (head.framing() instanceof BodyFraming.Length(long bytes) && bytes > maximum) {
            throw tooLarge(maximum);
        }
        List<ContentCodings.Coding> codings = ContentCodings.of(head.headers());
        if (head.expectsContinue() && intake.available() == 0) {
            duplex.write(CONTINUE, 0, CONTINUE.length);
        }
        BodyReader reader = new BodyReader(intake, maximum, memory);
        RequestBody body = switch (head.framing()) {
            case BodyFraming.None _ -> RequestBody.EMPTY;
            case BodyFraming.Length(long bytes) -> reader.ofLength((int) bytes);
            case BodyFraming.Chunked _ -> reader.ofChunks();
        };
        unread = null;
        return codings.isEmpty() || body.length() == 0 ? body : ContentCodings.decoded(body, codings, maximum, memory);
    }

    static MalformedRequest tooLarge(int maximum) {
        String most = maximum >> 20 > 0 ? (maximum >> 20) + " MiB" : (maximum >> 10) + " KiB";
        return new MalformedRequest(
                413,
                "The request is larger than " + most
                        + ". Send less, for example smaller pictures or fewer inputs at once");
    }

    /// Some clients send one after a body (RFC 9112, section 2.2).
    private void skipEmptyLine() throws IOException {
        while (intake.available() < 2) {
            if ((intake.available() == 1 && intake.peek(0) != '\r') || !intake.fill()) {
                return;
            }
        }
        if (intake.peek(0) == '\r' && intake.peek(1) == '\n') {
            intake.skip(2);
        }
    }

    private RequestHead parse(byte[] bytes) throws MalformedRequest {
        RequestLine line = RequestLine.read(bytes);
        Headers headers = fields(bytes, line.end());
        checkHost(headers, line);
        List<String> connection = headers.has("connection") ? headers.listed("connection") : List.of();
        boolean close = line.http10() || connection.stream().anyMatch("close"::equalsIgnoreCase);
        return new RequestHead(
                line.method(),
                line.path(),
                line.query(),
                headers,
                line.http10(),
                !close,
                expectsContinue(headers, line.http10()),
                framing(headers, line.http10()));
    }

    private Headers fields(byte[] bytes, int from) throws MalformedRequest {
        int to = bytes.length - 2;
        if (bytes[to] != '\r' || from > to) {
            throw new MalformedRequest(400, "line does not end with CR and LF");
        }
        try {
            return HeadFields.read(bytes, from, to, limits.fields());
        } catch (MalformedHead e) {
            throw new MalformedRequest(400, String.valueOf(e.getMessage()));
        } catch (TooManyFields e) {
            throw new MalformedRequest(431, String.valueOf(e.getMessage()));
        }
    }

    private static void checkHost(Headers headers, RequestLine line) throws MalformedRequest {
        int host = headers.indexOf("host", 0);
        if (host < 0 && !line.http10()) {
            throw new MalformedRequest(400, "no Host header");
        }
        if (host >= 0 && headers.indexOf("host", host + 1) >= 0) {
            throw new MalformedRequest(400, "more than one Host header");
        }
        if (host >= 0 && !isAuthority(headers.value(host))) {
            throw new MalformedRequest(400, "Host header is not a host");
        }
    }

    private static boolean isAuthority(String host) {
        boolean is = true;
        for (int i = 0; is && i < host.length(); i++) {
            char character = host.charAt(i);
            is = character > ' ' && character < 0x7F && "/?#@\\,\"<>".indexOf(character) < 0;
        }
        return is;
    }

    private static boolean expectsContinue(Headers headers, boolean http10) throws MalformedRequest {
        int expect = headers.indexOf("expect", 0);
        if (expect < 0) {
            return false;
        }
        if (!headers.valueIs(expect, "100-continue")) {
            throw new MalformedRequest(417, "unknown expectation");
        }
        return !http10;
    }

    private static BodyFraming framing(Headers headers, boolean http10) throws MalformedRequest {
        int length = headers.indexOf("content-length", 0);
        if (headers.has("transfer-encoding")) {
            if (length >= 0) {
                throw new MalformedRequest(400, "both Content-Length and Transfer-Encoding");
            }
            return coded(headers.listed("transfer-encoding"), http10);
        }
        if (length < 0) {
            return new BodyFraming.None();
        }
        long bytes = length(headers.value(length));
        for (int i = headers.indexOf("content-length", length + 1);
                i >= 0;
                i = headers.indexOf("content-length", i + 1)) {
            if (length(headers.value(i)) != bytes) {
                throw new MalformedRequest(400, "Content-Length headers differ");
            }
        }
        return bytes == 0 ? new BodyFraming.None() : new BodyFraming.Length(bytes);
    }

    private static BodyFraming coded(List<String> codings, boolean http10) throws MalformedRequest {
        if (http10) {
            throw new MalformedRequest(400, "Transfer-Encoding in HTTP/1.0");
        }
        int chunked = codings.size() - 1;
        if (chunked < 0 || !codings.get(chunked).equalsIgnoreCase("chunked")) {
            throw new MalformedRequest(
                    codings.isEmpty() || codings.stream().anyMatch("chunked"::equalsIgnoreCase) ? 400 : 501,
                    "the last transfer coding is not chunked");
        }
        if (codings.size() > 1) {
            boolean twice = codings.subList(0, chunked).stream().anyMatch("chunked"::equalsIgnoreCase);
            throw new MalformedRequest(twice ? 400 : 501, "only the transfer coding chunked is known here");
        }
        return new BodyFraming.Chunked();
    }

    private static long length(String value) throws MalformedRequest {
        boolean number = !value.isEmpty();
        for (int i = 0; number && i < value.length(); i++) {
            number = value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        if (!number) {
            throw new MalformedRequest(400, "Content-Length is not a number");
        }
        // 18 digits always fit; what has more is too large for us in any case.
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }
}
