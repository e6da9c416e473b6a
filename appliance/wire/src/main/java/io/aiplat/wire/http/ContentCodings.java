package io.aiplat.wire.http;

import io.aiplat.wire.MemoryAccount;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Content codings of a request's body (RFC 9110, section 8.4): takes off what a client has compressed it with.
/// What comes out counts as it comes, for the limit of a body and for the memory, so that a decompression bomb is
/// refused at the first byte too many.
final class ContentCodings {
    /// A coding that is known.
    enum Coding {
        GZIP,
        DEFLATE,
        ZSTD
    }

    /// Nobody has a use for more, and each takes memory.
    private static final int MOST = 2;

    /// What a decoder holds beside what comes out: its window and tables.
    private static final int STATE = 192 * 1024;

    private static final int INPUT = 8 * 1024;

    private ContentCodings() {}

    /// The codings of a body, in the order in which they were applied.
    ///
    /// @throws MalformedRequest 415 if one is not known
    static List<Coding> of(Headers headers) throws MalformedRequest {
        if (!headers.has("content-encoding")) {
            return List.of();
        }
        List<Coding> codings = new ArrayList<>();
        for (String name : headers.listed("content-encoding")) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> codings.add(Coding.GZIP);
                case "deflate" -> codings.add(Coding.DEFLATE);
                case "zstd" -> codings.add(Coding.ZSTD);
                case "identity", "" -> {}
                default -> throw unknown();
            }
        }
        if (codings.size() > MOST) {
            throw unknown();
        }
        return codings;
    }

    private static MalformedRequest unknown() {
        return new MalformedRequest(
                415,
                "The body's Content-Encoding is not known here. Send it as it is, or as " + MalformedRequest.CODINGS);
    }

    /// Takes them off.
    ///
    /// @param coded   given back here
    /// @param maximum bytes that may come out
    /// @throws MalformedRequest 413 if it is more, 400 if it is not in that coding, 503 if there is no memory
    static RequestBody decoded(RequestBody coded, List<Coding> codings, int maximum, MemoryAccount memory)
            throws IOException {
        RequestBody body = coded;
        for (Coding coding : codings.reversed()) {
            try (RequestBody from = body) {
                body = decoded(from, coding, maximum, memory);
            }
        }
        return body;
    }

    private static RequestBody decoded(RequestBody coded, Coding coding, int maximum, MemoryAccount memory)
            throws IOException {
        DecodedBody to = new DecodedBody(maximum, memory);
        boolean complete = false;
        memory.acquire(STATE);
        try {
            switch (coding) {
                case GZIP -> copy(new GZIPInputStream(input(coded), INPUT), to);
                case DEFLATE -> inflate(coded, to);
                case ZSTD -> new Zstandard(coded.bytes(), coded.length(), to).decode();
            }
            complete = true;
        } catch (ZipException | EOFException _) {
            throw new MalformedRequest(
                    400, "the body is not valid " + coding.name().toLowerCase(Locale.ROOT));
        } finally {
            memory.release(STATE);
            if (!complete) {
                to.giveBack();
            }
        }
        return to.body();
    }

    private static InputStream input(RequestBody coded) {
        return new ByteArrayInputStream(coded.bytes(), 0, coded.length());
    }

    /// Some clients leave the envelope of zlib out, which the name asks for.
    private static void inflate(RequestBody coded, DecodedBody to) throws IOException {
        byte[] bytes = coded.bytes();
        boolean zlib = coded.length() >= 2
                && (bytes[0] & 0xF) == 8
                && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
        Inflater inflater = new Inflater(!zlib);
        try {
            copy(new InflaterInputStream(input(coded), inflater, INPUT), to);
        } finally {
            inflater.end();
        }
    }

    private static void copy(InputStream from, DecodedBody to) throws IOException {
        try (from) {
            int count = 0;
            while (count >= 0) {
                to.wrote(count);
                to.room(1);
                count = from.read(to.bytes(), to.length(), to.bytes().length - to.length());
            }
        }
    }
}
