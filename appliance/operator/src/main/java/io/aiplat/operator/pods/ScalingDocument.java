package io.aiplat.operator.pods;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.routing.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Document of scaling: of which resources no server runs, as the operator publishes it and gateways read it.
///
/// @param number  greater with each that is published
/// @param resting in the order of their names
record ScalingDocument(long number, List<Resting> resting) {
    /// Entry of the Secret.
    static final String ENTRY = "scaling.json";

    /// Nothing rests.
    static final ScalingDocument NONE = new ScalingDocument(0, List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A resource of which no server runs.
    ///
    /// @param trouble why none can be started as things are; null where one is started when somebody asks
    record Resting(Origin origin, @Nullable String trouble) {}

    ScalingDocument {
        resting = resting.stream()
                .sorted(Comparator.comparing((Resting each) -> each.origin().name()))
                .toList();
    }

    byte[] bytes() {
        return RecordCodec.write(this).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it is none
    static ScalingDocument of(byte[] bytes) {
        try {
            return RecordCodec.read(JSON.readTree(bytes), ScalingDocument.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("no document of scaling: " + e.getMessage(), e);
        }
    }
}
