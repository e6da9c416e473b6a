package io.aiplat.wire.http;

/// Reads the field lines of a head as RFC 9112 has them, without any of its leniency.
///
/// What one server takes for a line end, a blank or a field and another does not is how requests are
/// smuggled. So a lone CR or LF, a folded line and a blank before the colon are refused.
public final class HeadFields {
    private HeadFields() {}

    /// Reads field lines.
    ///
    /// @param head begins with fields at `from`; kept by the result, so nobody may change it
    /// @param to   after the CR and LF of the last field line; `from` if there is none
    /// @param most the most fields allowed
    /// @throws MalformedHead if they are not field lines
    /// @throws TooManyFields if there are more than `most`
    public static Headers read(byte[] head, int from, int to, int most) throws MalformedHead, TooManyFields {
        Headers headers = new Headers(head, head.length);
        int at = from;
        while (at < to) {
            if (headers.size() == most) {
                throw new TooManyFields();
            }
            at = line(headers, head, at, to);
        }
        return headers;
    }

    private static int line(Headers headers, byte[] head, int from, int to) throws MalformedHead {
        int colon = from;
        while (colon < to && Characters.isToken(head[colon])) {
            colon++;
        }
        if (colon == from && colon < to && Characters.isBlank(head[colon])) {
            throw new MalformedHead("folded header line");
        }
        if (colon == from || colon == to || head[colon] != ':') {
            throw new MalformedHead("header name is not a token followed by a colon");
        }
        int begin = colon + 1;
        while (begin < to && Characters.isBlank(head[begin])) {
            begin++;
        }
        int end = begin;
        while (end < to && Characters.isValue(head[end] & 0xFF)) {
            end++;
        }
        if (end + 1 >= to || head[end] != '\r' || head[end + 1] != '\n') {
            throw new MalformedHead("control character in a header value");
        }
        int trimmed = end;
        while (trimmed > begin && Characters.isBlank(head[trimmed - 1])) {
            trimmed--;
        }
        headers.span(from, colon, begin, trimmed);
        return end + 2;
    }

    /// More fields than allowed.
    public static final class TooManyFields extends Exception {
        TooManyFields() {
            super("too many header fields");
        }
    }
}
