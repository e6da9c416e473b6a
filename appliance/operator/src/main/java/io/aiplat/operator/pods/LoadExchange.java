package io.aiplat.operator.pods;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.routing.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Exchange about loads between the operator and one gateway: a question and an answer, as JSON.
final class LoadExchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadExchange() {}

    /// What the operator asks.
    ///
    /// @param after  the starts it knows of, as the answer before said; one more is told at once
    /// @param routes whose load it wants
    record Question(long after, List<Asked> routes) {
        Question {
            routes = List.copyOf(routes);
        }
    }

    /// A route.
    record Asked(Origin origin, String route) {}

    /// What a gateway answers. It has read the document before it counted.
    ///
    /// @param number of the document of scaling that it goes by
    /// @param starts that were asked of it since it runs
    /// @param wanted whose servers requests wait for
    /// @param loads  of the routes it was asked about
    record Answer(long number, long starts, List<Origin> wanted, List<Load> loads) {
        Answer {
            wanted = List.copyOf(wanted);
            loads = List.copyOf(loads);
        }
    }

    /// The load of a route.
    record Load(Origin origin, int inFlight, long ended) {}

    static byte[] bytes(Record value) {
        return RecordCodec.write(value).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a question or an answer.
    ///
    /// @throws IllegalArgumentException if it is none
    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return RecordCodec.read(JSON.readTree(bytes), type);
        } catch (IOException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
