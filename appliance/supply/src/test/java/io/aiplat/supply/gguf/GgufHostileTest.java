package io.aiplat.supply.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.fit.MemoryNeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files made to harm who reads them: what is allocated follows from what was read, never from what a file claims.
class GgufHostileTest {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();
    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    private static final Set<String> REFUSALS = Set.of("MODELS_FILE_BROKEN", "MODELS_TENSOR_TYPE_UNKNOWN");
    private static final long MUCH = 48L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    /// A file whose texts are holes: it takes a few kilobytes of the disk and is as large as it likes.
    private final class Sparse implements AutoCloseable {
        final Path path = folder.resolve("sparse.gguf");
        private final RandomAccessFile file;

        Sparse(long tensors, long entries) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
            put("GGUF".getBytes(StandardCharsets.US_ASCII))
                    .int32(3)
                    .int64(tensors)
                    .int64(entries);
        }

        Sparse put(byte[] bytes) throws IOException {
            file.write(bytes);
            return this;
        }

        Sparse int32(int value) throws IOException {
            return put(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        Sparse int64(long value) throws IOException {
            return put(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        Sparse key(String key) throws IOException {
            return int64(key.length()).put(key.getBytes(StandardCharsets.US_ASCII));
        }

        Sparse hole(long bytes) throws IOException {
            file.seek(file.getFilePointer() + bytes);
            return this;
        }

        Path end() throws IOException {
            file.setLength(file.getFilePointer() + 64);
            return path;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Reads a file of which nothing good is expected, and says why it is refused.
    private static String refusal(Path file) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ApplianceException e = assertThrows(ApplianceException.class, () -> GgufHeader.read(file));
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MUCH, "it took " + (allocated >> 20) + " MiB to refuse the file");
        assertEquals("MODELS_FILE_BROKEN", e.problem().code().id());
        assertTrue(e.problem().why().length() < 500, "a reason without end");
        return e.problem().why();
    }

    @Test
    void keepsNoTextsThatAreHoles() throws IOException {
        try (Sparse file = new Sparse(1, 40)) {
            for (int i = 0; i < 40; i++) {
                file.key("hole." + i).int32(TEXT).int64(16 << 20).hole(16 << 20);
            }
            assertTrue(refusal(file.end()).contains("more than 256 MiB"));
        }
    }

    @Test
    void keepsNoTemplateOfAnySize() throws IOException {
        try (Sparse file = new Sparse(1, 1)) {
            file.key("tokenizer.chat_template").int32(TEXT).int64(16 << 20).hole(16 << 20);
            assertTrue(refusal(file.end()).contains("bytes in tokenizer.chat_template"));
        }
    }

    @Test
    void keepsNoKeysWithoutEnd() throws IOException {
        try (Sparse file = new Sparse(1, 2000)) {
            for (int i = 0; i < 2000; i++) {
                byte[] key = new byte[60_000];
                ByteBuffer.wrap(key).putInt(i);
                file.int64(key.length).put(Arrays.copyOf(key, 4)).hole(key.length - 4);
                file.int32(7).put(new byte[1]);
            }
            assertTrue(refusal(file.end()).contains("MiB of keys and texts"));
        }
    }

    @Test
    void comparesCountsWithTheBytesThatAreThere() throws IOException {
        try (Sparse file = new Sparse(1 << 20, 1 << 16)) {
            assertTrue(refusal(file.end()).contains("ends after 24 bytes"));
        }
        try (Sparse file = new Sparse(1, 1)) {
            file.key("tokenizer.ggml.tokens").int32(ARRAY).int32(TEXT).int64(64 << 20);
            assertTrue(refusal(file.end()).contains("in the middle of its header"));
        }
    }

    @Test
    void readsNoListsWithoutEnd() throws IOException {
        try (Sparse file = new Sparse(1, 64)) {
            for (int i = 0; i < 64; i++) {
                file.key("list." + i).int32(ARRAY).int32(TEXT).int64(32 << 20).hole(8L * (32 << 20));
            }
            assertTrue(refusal(file.end()).contains("more than 256 MiB"));
        }
    }

    @Test
    void refusesAnAlignmentBeyondAllFiles() throws IOException {
        try (Sparse file = new Sparse(1, 2)) {
            file.key("general.architecture").int32(TEXT).int64(5).put("llama".getBytes(StandardCharsets.US_ASCII));
            file.key("general.alignment").int32(10).int64(Long.MAX_VALUE);
            file.key("x").int32(1).int64(1).int32(0).int64(0);
            String why = refusal(file.end());
            assertTrue(why.contains("larger than any file") || why.contains("cut off"), why);
        }
    }

    @Test
    void refusesAnArchitectureThatIsNoWord() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        for (String name : new String[] {"\u001b]0;owned\u0007", "x".repeat(100_000), "", "a\nb"}) {
            Path file = Files.write(
                    folder.resolve("x.gguf"), GgufFixture.with(smoke, Map.of("general.architecture", name)));
            assertTrue(refusal(file).contains("for which architecture"), name);
        }
    }

    @Test
    void readsNoDevicesAndFolders() {
        for (String path : new String[] {"/dev/zero", folder.toString()}) {
            ApplianceException e = assertThrows(ApplianceException.class, () -> GgufHeader.read(Path.of(path)));
            assertEquals("MODELS_FILE_UNREADABLE", e.problem().code().id());
        }
    }

    /// Every mutation is read or refused, in little memory.
    @Test
    void survivesAThousandMutations() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        int header = 40_000;
        Random random = new Random(20_261_129);
        for (int i = 0; i < 1000; i++) {
            Path file =
                    Files.write(folder.resolve("x.gguf"), mutated(Arrays.copyOf(smoke, 2 * header), header, random));
            try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
                weights.setLength(smoke.length);
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                GgufHeader read = GgufHeader.read(file);
                MemoryNeed need = MemoryNeed.of(read, LoadPlan.of(read, 4096));
                assertTrue(need.total() >= 0 && need.cache() >= 0, "mutation " + i);
            } catch (ApplianceException e) {
                String code = e.problem().code().id();
                assertTrue(REFUSALS.contains(code), "mutation " + i + ": " + code);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MUCH, "mutation " + i + " took " + (allocated >> 20) + " MiB");
        }
    }

    private static byte[] mutated(byte[] file, int header, Random random) throws IOException {
        byte[] bytes = file.clone();
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            // The first bytes decide the most.
            int at = random.nextInt(random.nextBoolean() ? 2_000 : header);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> numbers.putInt(at, random.nextInt());
                case 2 -> numbers.putLong(at, random.nextLong());
                case 3 -> numbers.putLong(at, 1L << random.nextInt(64));
                case 4 -> numbers.putLong(at, random.nextInt(1 << 24));
                default -> throw new AssertionError();
            }
        }
        if (random.nextInt(8) > 0) {
            return bytes;
        }
        int at = random.nextInt(header);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        int from = Math.min(bytes.length, at + random.nextInt(64));
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
