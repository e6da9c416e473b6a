package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarHeaderTest {
    private static final String PATH = "blobs/sha256/" + "a".repeat(64);

    @TempDir
    Path folder;

    /// Of the largest size that fits into a header, and the next, which needs another one before it.
    @Test
    void theTarOfThisMachineReadsIt() throws IOException, InterruptedException {
        for (long size : new long[] {0, 1, (8L << 30) - 1, 8L << 30, 1L << 40}) {
            Path tar = folder.resolve(size + ".tar");
            try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
                file.write(TarHeader.of(PATH, size));
                // Nothing but a hole, so it takes no room.
                file.setLength(file.length() + TarHeader.padded(size) + TarHeader.END);
            }
            Process listed = new ProcessBuilder("tar", "--numeric-owner", "--utc", "-tvf", tar.toString())
                    .redirectErrorStream(true)
                    .start();
            String text = new String(listed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, listed.waitFor(), text);
            assertEquals(
                    "-rw-r--r-- 0/0 " + size + " 1970-01-01 00:00 " + PATH,
                    text.strip().replaceAll(" +", " "));
        }
    }

    @Test
    void onlyItsOwnSpellingIsRead() {
        byte[] header = TarHeader.of(PATH, 1_000);
        assertEquals(new TarHeader.Entry(PATH, 1_000, '0'), TarHeader.read(header));
        for (int i = 0; i < header.length; i++) {
            byte[] changed = header.clone();
            changed[i] ^= 1;
            assertNull(TarHeader.read(changed), "byte " + i);
        }
        byte[] large = TarHeader.of(PATH, 8L << 30);
        assertEquals(new TarHeader.Entry("pax/" + PATH, 19, 'x'), TarHeader.read(Arrays.copyOf(large, 512)));
    }
}
