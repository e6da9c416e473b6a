package io.aiplat.host.container;

import io.aiplat.host.InterruptingTimeout;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The few lines of HTTP/1.1 we speak to an engine ourselves; the rest goes through docker-java.
final class ContainerEngineHttp {
    private static final int LONGEST_LINE = 16 * 1024;

    private ContainerEngineHttp() {}

    /// What came back.
    ///
    /// @param headers by name in lower case
    record Reply(int status, Map<String, String> headers, String body) {}

    /// Asks once, over a connection of its own.
    ///
    /// @param limit for the whole exchange
    /// @throws IOException if it cannot be had in that time
    static Reply get(ContainerEngineAddress endpoint, String path, Map<String, String> headers, Duration limit)
            throws IOException {
        return InterruptingTimeout.call(limit, () -> {
            try (ContainerEngineConnection connection = ContainerEngineConnection.open(endpoint)) {
                var all = new TreeMap<>(headers);
                all.put("Connection", "close");
                send(connection.out(), "GET", path, all, "");
                return receive(connection.in());
            }
        });
    }

    /// Sends a request whose connection then carries a raw stream both ways.
    ///
    /// @throws IOException if the engine does not switch, with what it said
    static void upgrade(ContainerEngineConnection connection, String path, String json) throws IOException {
        send(
                connection.out(),
                "POST",
                path,
                Map.of("Connection", "Upgrade", "Upgrade", "tcp", "Content-Type", "application/json"),
                json);
        int status = status(line(connection.in()));
        Map<String, String> headers = headers(connection.in());
        if (status != 101) {
            Reply refusal = new Reply(status, headers, body(connection.in(), headers));
            throw new IOException(
                    "the engine answered " + status + ": " + ContainerEngineErrors.message(refusal.body()));
        }
    }

    private static void send(OutputStream out, String method, String path, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: engine\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.flush();
    }

    private static Reply receive(InputStream in) throws IOException {
        int status = status(line(in));
        Map<String, String> headers = headers(in);
        return new Reply(status, headers, body(in, headers));
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[0-9]{3}")) {
            throw new IOException("not an HTTP answer: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks(in).toString(StandardCharsets.UTF_8);
        }
        String length = headers.get("content-length");
        byte[] bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteArrayOutputStream chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return body;
            }
            body.write(in.readNBytes(size));
            line(in);
        }
    }

    /// Read byte by byte on purpose: what follows the headers of an upgrade belongs to the stream.
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("not an HTTP answer: a line without end");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
