import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.upstream.CallTimeouts;
import io.aiplat.wire.upstream.HttpUpstream;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamLimits;
import io.aiplat.wire.upstream.UpstreamRequest;
import io.aiplat.wire.upstream.UpstreamResponse;
import io.aiplat.wire.upstream.Upstreams;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/// Reverse proxy of Helidon's web server and our upstream client, without any governance: what a server library would
/// cost in the place of our own listener. Arguments are pairs of a port and the port of what is behind it.
public final class HelidonProxy {
    private static final int WHOLE = 64 * 1024;

    private HelidonProxy() {}

    public static void main(String[] ports) throws InterruptedException {
        Upstreams upstreams = new Upstreams(System::nanoTime, HttpClient::newBuilder);
        UpstreamLimits limits =
                new UpstreamLimits(20_000, Duration.ofSeconds(5), Duration.ofSeconds(30), HeadLimits.STANDARD);
        for (int i = 0; i < ports.length; i += 2) {
            HttpUpstream upstream = upstreams.open(URI.create("http://127.0.0.1:" + ports[i + 1]), limits);
            WebServer.builder()
                    .host("127.0.0.1")
                    .port(Integer.parseInt(ports[i]))
                    .backlog(4096)
                    .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                    .routing(routing -> routing.any(proxy(upstream)))
                    .build()
                    .start();
        }
        while (true) {
            Thread.sleep(250);
            upstreams.expire();
        }
    }

    private static Handler proxy(HttpUpstream upstream) {
        return (request, response) -> {
            byte[] body = request.content().inputStream().readAllBytes();
            Headers headers = new Headers().add("Content-Type", "application/json");
            UpstreamRequest call =
                    new UpstreamRequest("POST", request.path().rawPath(), headers, List.of(ByteSlice.of(body)), true);
            CallTimeouts patience = new CallTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    System.nanoTime() + Duration.ofMinutes(10).toNanos());
            try (UpstreamResponse answer = upstream.call().send(call, patience)) {
                relay(answer, response);
            }
        };
    }

    /// In one piece where it is known to be small, else piece by piece.
    private static void relay(UpstreamResponse answer, ServerResponse response) throws IOException, UpstreamFailure {
        String type = answer.headers().first("Content-Type");
        response.status(answer.status());
        response.header(HeaderNames.CONTENT_TYPE, type == null ? "application/json" : type);
        long length = answer.remaining();
        byte[] bytes = new byte[length >= 0 && length <= WHOLE ? (int) length : 8192];
        if (bytes.length == length) {
            int filled = 0;
            while (filled < length) {
                filled += answer.read(bytes, filled, (int) length - filled);
            }
            response.send(bytes);
            return;
        }
        try (OutputStream out = response.outputStream()) {
            int count = answer.read(bytes, 0, bytes.length);
            while (count >= 0) {
                out.write(bytes, 0, count);
                out.flush();
                count = answer.read(bytes, 0, bytes.length);
            }
        }
    }
}
