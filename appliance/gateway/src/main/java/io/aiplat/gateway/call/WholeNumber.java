package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonMemberCursor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// A number that something is counted or multiplied by, as strictly as the strictest of its readers: whatever is no
/// whole number of a sane size is refused by name, for a lenient reader makes something else of it (a text of
/// digits is a number to some, a negative one no bound to others, and 2^62 four times is nothing).
final class WholeNumber {
    /// The most of anything, which all servers can read.
    static final int MOST = Integer.MAX_VALUE;

    /// What has more characters is no number that anybody means, and slow to look at.
    private static final int LONGEST = 64;

    private static final int SAFE_DIGITS = 10;

    private WholeNumber() {}

    /// The value of a member that is not `null`.
    ///
    /// @param path  of the object that the member is in, with a dot at its end; empty for the body itself
    /// @param least allowed, and [#MOST] is the most
    /// @param text  whether it comes as a text, as in a form
    /// @throws ApiException 400 that names it
    static long read(JsonMemberCursor member, String path, long least, boolean text) {
        int from = member.begin();
        int to = member.end();
        if (text && member.kind() == JsonKind.STRING) {
            from++;
            to--;
        } else if (member.kind() != JsonKind.NUMBER) {
            throw refused("invalid_type", path + member.name(), least);
        }
        long value = plain(member.bytes(), from, to);
        if (value < 0) {
            value = spelled(member, from, to, path, least);
        }
        if (value < least || value > MOST) {
            throw refused("invalid_value", path + member.name(), least);
        }
        return value;
    }

    /// Whether every reader reads these bytes as the same number: digits alone.
    static boolean isPlain(byte[] bytes, int from, int to) {
        return plain(bytes, from, to) >= 0;
    }

    /// The number that is written in digits alone; -1 where it is not.
    private static long plain(byte[] bytes, int from, int to) {
        if (to == from || to - from > SAFE_DIGITS || (bytes[from] == '0' && to - from > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// `100.0` and `1e2` are what some languages make of a whole number.
    private static long spelled(JsonMemberCursor member, int from, int to, String path, long least) {
        if (to - from > LONGEST) {
            throw refused("invalid_value", path + member.name(), least);
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(member.bytes(), from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException _) {
            throw refused("invalid_type", path + member.name(), least);
        }
        if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw refused("invalid_value", path + member.name(), least);
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException _) {
            throw refused("invalid_type", path + member.name(), least);
        }
    }

    private static ApiException refused(String code, String name, long least) {
        return new ApiException(ApiError.invalid(
                400,
                code,
                name,
                "Invalid value for '" + name + "': it must be a whole number from " + least + " to " + MOST + "."));
    }
}
