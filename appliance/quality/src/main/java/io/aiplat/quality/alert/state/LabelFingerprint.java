package io.aiplat.quality.alert.state;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Fingerprint of labels: FNV-1a of 64 bits over names and values in the order of the names, each ended by 0xff
/// (`labelSetToFingerprint` of prometheus/common).
public final class LabelFingerprint {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    private LabelFingerprint() {}

    /// 16 hexadecimal digits.
    public static String of(Map<String, String> labels) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            hash = added(added(hash, label.getKey()), label.getValue());
        }
        return String.format("%016x", hash);
    }

    private static long added(long hash, String text) {
        long next = hash;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            next = (next ^ (each & 0xff)) * PRIME;
        }
        return (next ^ SEPARATOR) * PRIME;
    }
}
