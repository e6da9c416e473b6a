package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// What all files of series have in common: eight bytes at their beginning, of which the last is the version, checksums
/// (CRC-32C) and labels.
final class SeriesFormat {
    /// The version that this aiplat writes. One that changes what is in the files needs a new number.
    static final int VERSION = 1;

    private static final byte[] MAGIC = {'a', 'i', 'p', 's', 'e', 'r', 0};

    private SeriesFormat() {}

    /// The first bytes of a file.
    static byte[] head() {
        return ByteBuffer.allocate(MAGIC.length + 1)
                .put(MAGIC)
                .put((byte) VERSION)
                .array();
    }

    /// The version of a file.
    ///
    /// @return 0 where it is not there, or no file of series
    static int version(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(MAGIC.length + 1);
            return head.length > MAGIC.length
                            && ByteBuffer.wrap(head, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                    ? head[MAGIC.length]
                    : 0;
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    static void write(LabelSet labels, DataOutputStream to) throws IOException {
        Map<String, String> map = labels.toMap();
        to.writeShort(map.size());
        for (Map.Entry<String, String> label : map.entrySet()) {
            to.writeUTF(label.getKey());
            to.writeUTF(label.getValue());
        }
    }

    static LabelSet labels(DataInputStream from) throws IOException {
        int count = from.readUnsignedShort();
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = from.readUTF();
            map.put(name, from.readUTF());
        }
        return LabelSet.of(map);
    }

    /// Writes something.
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream to) throws IOException;
    }

    static byte[] deflated(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (DataOutputStream to = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
            writing.to(to);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    static DataInputStream inflated(byte[] bytes) {
        return new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(bytes), new java.util.zip.Inflater(true), 8192));
    }
}
