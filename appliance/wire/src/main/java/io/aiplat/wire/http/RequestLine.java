package io.aiplat.wire.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The first line of a request, taken apart.
///
/// @param end where the fields begin
record RequestLine(String method, String path, @Nullable String query, boolean http10, boolean absolute, int end) {
    private static final int LONGEST_METHOD = 32;

    private static final String[] USUAL = {"POST", "GET", "OPTIONS", "HEAD", "DELETE", "PUT", "PATCH"};

    static RequestLine read(byte[] head) throws MalformedRequest {
        int space = 0;
        while (Characters.isToken(head[space])) {
            space++;
        }
        if (space == 0 || head[space] != ' ') {
            throw new MalformedRequest(400, "request line does not begin with a method");
        }
        if (space > LONGEST_METHOD) {
            throw new MalformedRequest(501, "unknown method");
        }
        int target = space + 1;
        int end = target;
        while (head[end] > ' ' && head[end] != 0x7F && head[end] != '#') {
            end++;
        }
        if (end == target || head[end] != ' ') {
            throw new MalformedRequest(400, "request target is not one word of ASCII");
        }
        boolean http10 = isHttp10(head, end + 1);
        return target(method(head, space), head, target, end, http10);
    }

    private static String method(byte[] head, int length) {
        for (String usual : USUAL) {
            if (isAt(head, 0, usual) && usual.length() == length) {
                return usual;
            }
        }
        return text(head, 0, length);
    }

    private static RequestLine target(String method, byte[] head, int from, int to, boolean http10)
            throws MalformedRequest {
        int path = from;
        boolean absolute = head[from] != '/';
        if (absolute && !(head[from] == '*' && to == from + 1 && method.equals("OPTIONS"))) {
            path = pathOfAbsolute(head, from, to);
        }
        int question = path;
        while (question < to && head[question] != '?') {
            question++;
        }
        String query = question < to ? text(head, question + 1, to) : null;
        String pathText = path == question ? "/" : text(head, path, question);
        return new RequestLine(method, pathText, query, http10, absolute, to + 1 + "HTTP/1.1\r\n".length());
    }

    /// Clients of a forward proxy send the whole URI; a server has to understand it (RFC 9112, section 3.2.2).
    private static int pathOfAbsolute(byte[] head, int from, int to) throws MalformedRequest {
        int authority = from + (isAt(head, from, "http://") ? 7 : 8);
        if (authority == from + 8 && !isAt(head, from, "https://")) {
            throw new MalformedRequest(400, "request target is neither a path nor an http URI");
        }
        int path = authority;
        while (path < to && head[path] != '/' && head[path] != '?') {
            path++;
        }
        if (path == authority) {
            throw new MalformedRequest(400, "request target has no host");
        }
        return path;
    }

    private static boolean isHttp10(byte[] head, int from) throws MalformedRequest {
        if (!isAt(head, from, "HTTP/")
                || !isDigit(head[from + 5])
                || head[from + 6] != '.'
                || !isDigit(head[from + 7])
                || head[from + 8] != '\r'
                || head[from + 9] != '\n') {
            throw new MalformedRequest(400, "request line does not end with an HTTP version, CR and LF");
        }
        if (head[from + 5] != '1') {
            throw new MalformedRequest(505, "only HTTP/1.1 is spoken here");
        }
        return head[from + 7] == '0';
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isAt(byte[] head, int from, String text) {
        if (from + text.length() > head.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (head[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] head, int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
