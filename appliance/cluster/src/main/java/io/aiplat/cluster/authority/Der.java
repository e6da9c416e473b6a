package io.aiplat.cluster.authority;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/// Values of ASN.1 in their distinguished encoding (ITU-T X.690), as far as certificates need them.
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final int SHORT = 128;
    /// From here on a time has four digits for its year (RFC 5280, 4.1.2.5).
    private static final Instant LATE = Instant.parse("2050-01-01T00:00:00Z");
    private static final DateTimeFormatter TWO_DIGITS = format("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter FOUR_DIGITS = format("yyyyMMddHHmmss'Z'");

    private Der() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /// Tag, length and content.
    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.write(tag);
        if (length < SHORT) {
            out.write(length);
        } else {
            byte[] digits = unsigned(BigInteger.valueOf(length));
            out.write(SHORT | digits.length);
            out.writeBytes(digits);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    /// With a tag of its context around it.
    static byte[] explicit(int number, byte[]... parts) {
        return tagged(CONTEXT | CONSTRUCTED | number, parts);
    }

    /// With a tag of its context in place of its own.
    static byte[] implicit(int number, byte[] content) {
        return tagged(CONTEXT | number, content);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    /// @param unused bits at the end that do not count, 0 to 7
    static byte[] bits(int unused, byte[] content) {
        return tagged(0x03, new byte[] {(byte) unused}, content);
    }

    static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] time(Instant when) {
        return when.isBefore(LATE)
                ? tagged(0x17, text(TWO_DIGITS.format(when)))
                : tagged(0x18, text(FOUR_DIGITS.format(when)));
    }

    /// @param dotted as `2.5.29.19`
    static byte[] id(String dotted) {
        long[] numbers =
                Arrays.stream(dotted.split("\\.")).mapToLong(Long::parseLong).toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((int) (numbers[0] * 40 + numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            int digits = Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(numbers[i]), 7));
            for (int digit = digits - 1; digit >= 0; digit--) {
                out.write((int) (numbers[i] >> (7 * digit) & 0x7F) | (digit == 0 ? 0 : SHORT));
            }
        }
        return tagged(0x06, out.toByteArray());
    }
}
