package io.aiplat.host.probe;

/// Sizes in bytes, and as people write them.
final class Sizes {
    static final long MEBIBYTE = 1L << 20;
    static final long GIBIBYTE = 1L << 30;

    private Sizes() {}

    static String gibibytes(long bytes) {
        long tenths = Math.round(bytes * 10.0 / GIBIBYTE);
        return tenths / 10 + "." + tenths % 10 + " GiB";
    }
}
