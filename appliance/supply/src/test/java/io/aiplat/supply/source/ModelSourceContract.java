package io.aiplat.supply.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Problem.Kind;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every source of models keeps to.
public interface ModelSourceContract {
    /// The weights of the model that [#reference] names, as one file.
    String WEIGHTS = "GGUF" + "0123456789".repeat(500);

    /// The source.
    ModelSource source();

    /// A model there, with these weights.
    String reference() throws Exception;

    /// A reference of the same form to nothing.
    String missing() throws Exception;

    @Test
    default void takesItsOwnReferencesByTheirTextAlone() throws Exception {
        assertTrue(source().takes(reference()), reference());
        assertTrue(source().takes(missing()), missing());
        assertFalse(source().takes("s3://bucket/model.gguf"));
        assertFalse(source().takes(""));
    }

    @Test
    default void saysWhatAModelConsistsOf() throws Exception {
        RemoteModel model = source().resolve(reference());
        RemotePart weights = model.parts().getFirst();
        assertEquals(Role.WEIGHTS, weights.role());
        assertFalse(model.name().isEmpty());
        assertFalse(weights.file().isEmpty());
        assertFalse(weights.file().contains("/"), weights.file());
        assertEquals(WEIGHTS.length(), weights.blob().bytes());
        if (weights.blob().digest() != null) {
            assertEquals(Digests.sha256(WEIGHTS), weights.blob().digest().hex());
        }
        assertEquals(
                weights.blob().version(),
                source().resolve(reference()).parts().getFirst().blob().version(),
                "the same bytes are the same version");
        assertTrue(source().takes(model.source()), () -> model.source() + " cannot be pulled again");
    }

    @Test
    default void opensItsBytesFromAnyOffsetForManyAtOnce() throws Exception {
        RemoteBlob blob = source().resolve(reference()).parts().getFirst().blob();
        assertTrue(blob.hasRanges());
        assertEquals(WEIGHTS, read(blob, 0, -1));
        assertEquals(WEIGHTS.substring(5_000), read(blob, 5_000, -1));
        assertEquals(WEIGHTS.substring(4_990), read(blob, 4_990, 1_000), "there is no more than there is");
        List<String> pieces = IntStream.range(0, 6)
                .parallel()
                .mapToObj(piece -> read(blob, piece * 1_000L, 1_000))
                .toList();
        assertEquals(WEIGHTS, String.join("", pieces));
    }

    @Test
    default void saysThatThereIsNone() throws Exception {
        String missing = missing();
        ApplianceException refused = assertThrows(ApplianceException.class, () -> source().resolve(missing));
        assertEquals(
                Kind.NOT_FOUND,
                refused.problem().code().kind(),
                refused.problem().toText());
    }

    private static String read(RemoteBlob blob, long from, long bytes) {
        try (InputStream in = blob.open(from, bytes)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
