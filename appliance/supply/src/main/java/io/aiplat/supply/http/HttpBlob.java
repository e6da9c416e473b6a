package io.aiplat.supply.http;

import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.LimitedStream;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Blob at a server that is asked by HTTP, in parts where the server knows
/// [ranges](https://www.rfc-editor.org/rfc/rfc9110#section-14).
public final class HttpBlob implements RemoteBlob {
    private final String version;
    private final @Nullable BlobDigest digest;
    private final long bytes;
    private final @Nullable String entityTag;
    private final Server server;
    private volatile @Nullable Boolean ranges;

    /// How its server is asked.
    @FunctionalInterface
    public interface Server {
        /// Asks for it, with a range or without; redirects and logins are done.
        ///
        /// @param headers of the request
        HttpAnswer get(Map<String, String> headers) throws IOException, InterruptedException;
    }

    /// A blob whose bytes are told by their digest.
    ///
    /// @param bytes how many; negative where that is not known
    public HttpBlob(BlobDigest digest, long bytes, Server server) {
        this(digest.toString(), digest, bytes, null, null, server);
    }

    /// A blob.
    ///
    /// @param version   what its bytes are, for whoever keeps parts of them
    /// @param digest    null where it is not known
    /// @param bytes     how many; negative where that is not known
    /// @param entityTag that every answer must have; null where others answer than are asked
    /// @param ranges    whether its server knows ranges; null to ask when that is first needed
    public HttpBlob(
            String version,
            @Nullable BlobDigest digest,
            long bytes,
            @Nullable String entityTag,
            @Nullable Boolean ranges,
            Server server) {
        this.version = version;
        this.digest = digest;
        this.bytes = bytes;
        this.entityTag = entityTag;
        this.ranges = ranges;
        this.server = server;
    }

    @Override
    public @Nullable BlobDigest digest() {
        return digest;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String version() {
        return version;
    }

    /// Asks the server once for the first byte where nobody knows. A server that does not answer is believed to know
    /// ranges: whoever took it for one without would give up what it has. One that later answers with the whole
    /// where a part was asked for is from then on one without ranges.
    @Override
    public boolean hasRanges() {
        Boolean known = ranges;
        if (known != null) {
            return known;
        }
        if (bytes == 0) {
            return false;
        }
        try (HttpAnswer answer = server.get(Map.of("Range", "bytes=0-0"))) {
            if (answer.status() != 200 && answer.status() != 206) {
                return true;
            }
            boolean found = answer.status() == 206 && answer.part().isPresent();
            ranges = found;
            return found;
        } catch (IOException _) {
            // Whoever opens it is told what is wrong.
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public InputStream open(long from, long most) throws IOException, InterruptedException {
        if (from < 0 || most == 0) {
            throw new IllegalArgumentException("no bytes from " + from + ", " + most + " of them");
        }
        boolean whole = from == 0 && (most < 0 || most == bytes);
        HttpAnswer answer = server.get(
                whole
                        ? Map.of("Accept-Encoding", "identity")
                        : Map.of(
                                "Accept-Encoding",
                                "identity",
                                "Range",
                                "bytes=" + from + "-" + (most < 0 ? "" : from + most - 1)));
        try {
            check(answer, from);
        } catch (IOException e) {
            answer.close();
            throw e;
        }
        return most < 0 ? answer.body() : new LimitedStream(answer.body(), most);
    }

    private void check(HttpAnswer answer, long from) throws IOException {
        String host = answer.uri().getHost();
        if (answer.status() != 200 && answer.status() != 206) {
            throw new HttpRefusal(answer.status(), host + " answers with status " + answer.status() + ".");
        }
        if (entityTag != null && !entityTag.equals(answer.header("ETag").orElse(null))) {
            throw new IOException(host + " has other bytes there than before.");
        }
        if (answer.status() == 206) {
            long begins = answer.part().map(HttpAnswer.Part::from).orElse(-1L);
            if (begins != from) {
                throw new IOException(host + " answers with another part than was asked for.");
            }
        } else if (from > 0) {
            ranges = false;
            throw new IOException(host + " answers with the whole where a part was asked for.");
        }
        long total = answer.total().orElse(-1);
        if (bytes >= 0 && total >= 0 && total != bytes) {
            throw new IOException(host + " has " + total + " bytes there, and there should be " + bytes + ".");
        }
    }
}
