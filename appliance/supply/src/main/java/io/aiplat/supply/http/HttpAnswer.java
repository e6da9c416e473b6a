package io.aiplat.supply.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answer of a server, after redirects. Whoever has it closes it.
///
/// @param asked   that was asked first
/// @param uri     that answered in the end
/// @param status  of HTTP
/// @param headers of that answer
/// @param body    its bytes; reading fails where none come for a minute
public record HttpAnswer(URI asked, URI uri, int status, HttpHeaders headers, InputStream body)
        implements AutoCloseable {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /// What a `Content-Range` says.
    ///
    /// @param from  first byte
    /// @param last  last byte
    /// @param total of the whole; negative where the server does not know
    record Part(long from, long last, long total) {}

    /// Whether another host answered than was asked.
    boolean isFromElsewhere() {
        return !String.valueOf(asked.getAuthority()).equalsIgnoreCase(uri.getAuthority());
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// How many bytes the body has, where the server says so.
    public OptionalLong length() {
        String text = header("Content-Length").orElse("");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /// Which part this is, if it is one.
    Optional<Part> part() {
        Matcher m = CONTENT_RANGE.matcher(header("Content-Range").orElse(""));
        return m.matches()
                ? Optional.of(new Part(
                        Long.parseLong(m.group(1)),
                        Long.parseLong(m.group(2)),
                        m.group(3).equals("*") ? -1 : Long.parseLong(m.group(3))))
                : Optional.empty();
    }

    /// How many bytes the whole has, as an answer with a part or with all of it says; empty where it does not.
    public OptionalLong total() {
        if (status != 206) {
            return length();
        }
        long total = part().map(Part::total).orElse(-1L);
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /// All bytes of an answer that has to be small.
    ///
    /// @param most how many it may have
    /// @throws IOException if it has more, or breaks off
    public byte[] small(int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException(uri.getHost() + " answers with more than " + most + " bytes where few are expected.");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
