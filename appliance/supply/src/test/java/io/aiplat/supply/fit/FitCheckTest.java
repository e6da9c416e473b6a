package io.aiplat.supply.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FitCheckTest {
    private static final MemoryFacts LARGE = FitFixture.memory(16, 12);
    private static final MemoryFacts TINY = new MemoryFacts(2 << 20, 1 << 20, List.of());
    private static final MemoryFacts FULL = new MemoryFacts(1L << 30, 1 << 20, List.of());

    private long read;

    /// Counts what is taken of it.
    private final class Blob implements RemoteBlob {
        private final byte[] content;

        Blob(byte[] content) {
            this.content = content;
        }

        @Override
        public @Nullable BlobDigest digest() {
            return null;
        }

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public boolean hasRanges() {
            return true;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public InputStream open(long from, long bytes) {
            return new FilterInputStream(new ByteArrayInputStream(content)) {
                @Override
                public int read(byte[] into, int at, int most) throws IOException {
                    int count = super.read(into, at, most);
                    read += Math.max(0, count);
                    return count;
                }
            };
        }
    }

    private RemoteModel smoke() throws IOException {
        byte[] smoke = GgufFixture.bytes(BundledModel.ALL.getFirst());
        return model(new RemotePart(Role.WEIGHTS, "smoke.gguf", new Blob(smoke)));
    }

    private static RemoteModel model(RemotePart... parts) {
        return new RemoteModel("smoke", "https://example.org/smoke.gguf", null, List.of(parts));
    }

    private static Optional<Problem> check(RemoteModel model, MemoryFacts memory, boolean forced)
            throws InterruptedException {
        return new FitCheck(() -> memory).check(model, forced);
    }

    @Test
    void takesNoMoreOfAModelThanItsHeader() throws Exception {
        assertEquals(Optional.empty(), check(smoke(), LARGE, false));
        assertTrue(read > 1000 && read < 200_000, read + " of 3,148,192 bytes were read");
        FitReport report = new FitCheck(() -> LARGE).report(smoke()).orElseThrow();
        assertEquals(8 << 20, report.need().cache(), "as llama-server says of smoke at 4096 tokens");
    }

    @Test
    void refusesWhatCanNeverBeLoadedUnlessItIsForced() throws Exception {
        RemoteModel smoke = smoke();
        ApplianceException refused = assertThrows(ApplianceException.class, () -> check(smoke, TINY, false));
        assertEquals("MODELS_TOO_LARGE", refused.problem().code().id());
        assertEquals(
                "MODELS_TOO_LARGE",
                check(smoke, TINY, true).orElseThrow().code().id());
    }

    @Test
    void warnsOfWhatDoesNotFitNow() throws Exception {
        Problem warning = check(smoke(), FULL, false).orElseThrow();
        assertEquals("MODELS_MEMORY_TIGHT", warning.code().id());
    }

    @Test
    void aProjectorAndAllPartsCount() throws Exception {
        byte[] smoke = GgufFixture.bytes(BundledModel.ALL.getFirst());
        RemotePart part = new RemotePart(Role.WEIGHTS, "smoke-1.gguf", new Blob(smoke));
        RemoteModel model = model(part, part, new RemotePart(Role.PROJECTOR, "mmproj.gguf", new Blob(new byte[4000])));
        MemoryNeed need = new FitCheck(() -> LARGE).report(model).orElseThrow().need();
        assertEquals(2 * 3_050_496, need.weights());
        assertEquals(5000, need.projector());
        GgufHeader header = FitCheck.header(model);
        assertEquals(2 * 427_008L, header.tensors().layers().getFirst());
    }

    @Test
    void leavesWhatIsNoGgufToOthers() throws Exception {
        RemotePart nonsense = new RemotePart(Role.WEIGHTS, "x.gguf", new Blob(new byte[100]));
        assertEquals(Optional.empty(), check(model(nonsense), TINY, false));
        assertEquals(Optional.empty(), check(model(), TINY, false));
    }
}
