package io.aiplat.library;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them.
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(MB|GB|MiB|GiB)");

    private ByteSize() {}

    /// @throws IllegalArgumentException with what follows the text in a sentence, if it is no size
    static long parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("is no size.");
        }
        return new BigDecimal(m.group(1))
                .multiply(BigDecimal.valueOf(Unit.valueOf(m.group(2)).bytes))
                .longValueExact();
    }

    /// GB as model libraries and makers of disks count, GiB as memory is made.
    private enum Unit {
        MB(1_000_000),
        GB(1_000_000_000),
        MiB(1 << 20),
        GiB(1 << 30);

        private final long bytes;

        Unit(long bytes) {
            this.bytes = bytes;
        }
    }
}
