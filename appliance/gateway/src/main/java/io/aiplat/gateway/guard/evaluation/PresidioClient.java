package io.aiplat.gateway.guard.evaluation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.json.JsonStrings;
import io.aiplat.wire.upstream.CallTimeouts;
import io.aiplat.wire.upstream.HttpUpstream;
import io.aiplat.wire.upstream.UpstreamLimits;
import io.aiplat.wire.upstream.UpstreamRequest;
import io.aiplat.wire.upstream.UpstreamResponse;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// HTTP client of Presidio analyzers.
/// Their offsets say all that is needed to mask, so no anonymizer is asked.
public final class PresidioClient {
    private static final UpstreamLimits LIMITS =
            new UpstreamLimits(64, Duration.ofSeconds(2), Duration.ofSeconds(30), HeadLimits.STANDARD);

    /// Below are Presidio's own doubts: a bank account in every number. A phone number begins with 0.4.
    private static final String LEAST_SCORE = "0.35";

    /// Characters of a question: what is behind Presidio refuses to read a longer text (`nlp.max_length` of spaCy).
    static final int LONGEST_TEXT = 1_000_000;

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final Pattern KIND = Pattern.compile("[A-Z0-9_]{1,64}");
    private static final JsonFactory JSON = new JsonFactory();

    /// Finds in one question, at most.
    private static final int MOST_PLACES = 100_000;

    /// Bytes that a question takes for each character of the text: the text once more, and twice as JSON while that
    /// grows.
    public static final int OF_CHARACTER = 8;

    private final Upstreams upstreams;
    private final Map<URI, HttpUpstream> servers = new ConcurrentHashMap<>();

    /// @param upstreams watch the time of all calls; closing them is the caller's
    public PresidioClient(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /// What it found, in code points.
    private record Place(int begin, int end, String kind) {}

    /// An answer that may not be too large.
    private static final class Content extends InputStream {
        private final UpstreamResponse answer;
        private long length;

        Content(UpstreamResponse answer) {
            this.answer = answer;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            int count = answer.read(into, offset, most);
            length += Math.max(0, count);
            if (length > LARGEST_ANSWER) {
                throw new IOException("its answer is too large");
            }
            return count;
        }
    }

    /// What asking for the texts of a document takes of memory, at most.
    ///
    /// @param length of the document, in bytes; it has no more characters
    public static int bytes(long length) {
        return (int) (OF_CHARACTER * Math.min(length, LONGEST_TEXT));
    }

    /// What an analyzer finds.
    ///
    /// @param url of the service, to which `/analyze` is added
    /// @throws IOException if it does not say
    List<EntityMatch> analyze(URI url, String text, EvaluationTimeout limit) throws IOException {
        return found(post(url, question(text), limit), text);
    }

    private static ByteSlice question(String text) {
        WriteBuffer out = new WriteBuffer(text.length() + 64);
        out.latin("{\"text\":");
        JsonStrings.quote(text, out);
        out.latin(",\"language\":\"en\",\"score_threshold\":" + LEAST_SCORE + "}");
        return new ByteSlice(out.array(), 0, out.length());
    }

    private List<Place> post(URI url, ByteSlice question, EvaluationTimeout limit) throws IOException {
        HttpUpstream server = servers.computeIfAbsent(url, at -> upstreams.open(at, LIMITS));
        Headers headers = new Headers().add("content-type", "application/json").add("accept-encoding", "identity");
        UpstreamRequest request = new UpstreamRequest("POST", path(url), headers, List.of(question), true);
        Duration left = Duration.ofNanos(Math.max(1, limit.left()));
        try (UpstreamResponse answer = server.call().send(request, new CallTimeouts(left, left, left, limit.end()))) {
            if (answer.status() != 200) {
                throw new IOException("it answers with " + answer.status());
            }
            return places(new Content(answer));
        }
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + "/analyze";
    }

    /// What it says, read as it comes: nobody holds all of it.
    private static List<Place> places(InputStream answer) throws IOException {
        List<Place> places = new ArrayList<>();
        try (JsonParser json = JSON.createParser(answer)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("its answer is no list of what it found");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                if (places.size() == MOST_PLACES) {
                    throw new IOException("it found more than " + MOST_PLACES + " places");
                }
                places.add(place(json));
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new IOException("its answer is no list of what it found");
            }
        } catch (JacksonException e) {
            throw new IOException("its answer is not JSON", e);
        }
        return places;
    }

    private static Place place(JsonParser json) throws IOException {
        int begin = -1;
        int end = -1;
        String kind = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "start" -> begin = json.getValueAsInt(-1);
                case "end" -> end = json.getValueAsInt(-1);
                case "entity_type" -> kind = json.getValueAsString("");
                default -> {}
            }
            json.skipChildren();
        }
        return new Place(begin, end, kind(kind));
    }

    /// Presidio is Python, which counts code points. Places are gone through in their order, so that a text is
    /// walked once, and not once for each.
    private static List<EntityMatch> found(List<Place> places, String text) throws IOException {
        places.sort(Comparator.comparingInt(Place::begin));
        int length = text.codePointCount(0, text.length());
        List<EntityMatch> found = new ArrayList<>(places.size());
        int point = 0;
        int from = 0;
        for (Place place : places) {
            if (place.begin() < 0 || place.end() < place.begin() || place.end() > length) {
                throw new IOException("its answer has a place that the text has not");
            }
            from = text.offsetByCodePoints(from, place.begin() - point);
            point = place.begin();
            int to = text.offsetByCodePoints(from, place.end() - point);
            if (to > from) {
                found.add(new EntityMatch(from, to, place.kind()));
            }
        }
        return EntityMatch.merged(found);
    }

    private static String kind(String type) {
        return KIND.matcher(type).matches() ? type.toLowerCase(Locale.ROOT) : "entity";
    }
}
