package io.aiplat.gateway.guard;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.wire.Segment;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.Limits;
import io.aiplat.wire.json.JsonText;
import io.aiplat.wire.upstream.Patience;
import io.aiplat.wire.upstream.Upstream;
import io.aiplat.wire.upstream.UpstreamAnswer;
import io.aiplat.wire.upstream.UpstreamLimits;
import io.aiplat.wire.upstream.UpstreamRequest;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Asks Presidio analyzers. Their offsets say all that is needed to mask, so no anonymizer is asked.
final class Presidio {
    private static final UpstreamLimits LIMITS =
            new UpstreamLimits(64, Duration.ofSeconds(2), Duration.ofSeconds(30), Limits.STANDARD);

    /// Below are Presidio's own doubts: a bank account in every number. A phone number begins with 0.4.
    private static final String LEAST_SCORE = "0.35";

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final Pattern KIND = Pattern.compile("[A-Z0-9_]{1,64}");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Upstreams upstreams;
    private final Map<URI, Upstream> servers = new ConcurrentHashMap<>();

    /// @param upstreams watch the time of all calls; closing them is the caller's
    Presidio(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /// What an analyzer finds.
    ///
    /// @param url of the service, to which `/analyze` is added
    /// @throws IOException if it does not say
    List<Found> analyze(URI url, String text, TimeLimit limit) throws IOException {
        byte[] answer = post(url, question(text), limit);
        try {
            return found(MAPPER.readTree(answer), text);
        } catch (JacksonException e) {
            throw new IOException("its answer is not JSON", e);
        }
    }

    private static byte[] question(String text) {
        WriteBuffer out = new WriteBuffer(text.length() + 64);
        out.latin("{\"text\":");
        JsonText.quote(text, out);
        return out.latin(",\"language\":\"en\",\"score_threshold\":" + LEAST_SCORE + "}")
                .copy();
    }

    private byte[] post(URI url, byte[] question, TimeLimit limit) throws IOException {
        Upstream server = servers.computeIfAbsent(url, at -> upstreams.open(at, LIMITS));
        Headers headers = new Headers().add("content-type", "application/json").add("accept-encoding", "identity");
        UpstreamRequest request = new UpstreamRequest("POST", path(url), headers, List.of(Segment.of(question)), true);
        Duration left = Duration.ofNanos(Math.max(1, limit.left()));
        try (UpstreamAnswer answer = server.call().send(request, new Patience(left, left, left, limit.end()))) {
            if (answer.status() != 200) {
                throw new IOException("it answers with " + answer.status());
            }
            return content(answer);
        }
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + "/analyze";
    }

    private static byte[] content(UpstreamAnswer answer) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        for (int count = 0; count >= 0; count = answer.read(buffer, length, buffer.length - length)) {
            length += count;
            if (length == buffer.length) {
                if (length >= LARGEST_ANSWER) {
                    throw new IOException("its answer is too large");
                }
                buffer = Arrays.copyOf(buffer, length * 2);
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    private static List<Found> found(JsonNode answer, String text) throws IOException {
        if (!answer.isArray()) {
            throw new IOException("its answer is no list of what it found");
        }
        int length = text.codePointCount(0, text.length());
        List<Found> found = new ArrayList<>();
        for (JsonNode one : answer) {
            int begin = one.path("start").asInt(-1);
            int end = one.path("end").asInt(-1);
            if (begin < 0 || end < begin || end > length) {
                throw new IOException("its answer has a place that the text has not");
            }
            // Presidio is Python, which counts code points.
            int from = text.offsetByCodePoints(0, begin);
            int to = text.offsetByCodePoints(from, end - begin);
            if (to > from) {
                found.add(new Found(from, to, kind(one.path("entity_type").asText())));
            }
        }
        return Found.merged(found);
    }

    private static String kind(String type) {
        return KIND.matcher(type).matches() ? type.toLowerCase(Locale.ROOT) : "entity";
    }
}
