package io.aiplat.operator.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.routing.Origin;
import io.aiplat.routing.source.Fragment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Document of routes: what custom resources say, as the operator publishes it and gateways read it. It is compressed,
/// because a Secret holds a mebibyte.
///
/// @param sources in the order of their names
record RouteDocument(List<Published> sources) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Bytes that a Secret takes, less than a mebibyte for what else is in it.
    private static final int MOST = 1_000_000;

    /// Bytes of the text; more is none of ours.
    private static final int MOST_TEXT = 64 << 20;

    /// What one resource says.
    record Published(Origin origin, Fragment fragment) {}

    RouteDocument {
        sources = sources.stream()
                .sorted(Comparator.comparing((Published each) -> each.origin().name()))
                .toList();
    }

    /// As bytes; the same for the same routes.
    ///
    /// @throws IllegalArgumentException if they are more than a Secret takes
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(RecordCodec.write(sources).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.size() > MOST) {
            throw new IllegalArgumentException(
                    "the routes of " + sources.size() + " resources take " + bytes.size() + " bytes of " + MOST);
        }
        return bytes.toByteArray();
    }

    /// Reads them.
    ///
    /// @throws IllegalArgumentException if they are no document, or say what cannot be
    static RouteDocument of(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            List<Published> sources = new ArrayList<>();
            for (JsonNode each : JSON.readTree(in.readNBytes(MOST_TEXT))) {
                sources.add(RecordCodec.read(each, Published.class));
            }
            return new RouteDocument(sources);
        } catch (IOException e) {
            throw new IllegalArgumentException("no document of routes: " + e.getMessage(), e);
        }
    }
}
