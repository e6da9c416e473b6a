package io.aiplat.governance.key;

import io.aiplat.model.Secret;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Token generator; it also says which part of a token may be seen.
public final class TokenGenerator {
    private static final String PREFIX = "sk-aiplat-";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // 43 digits of base 62 hold a little more than 256 bits.
    private static final int LENGTH = 43;
    private static final int VISIBLE = 4;
    private static final int SHORTEST = 8;

    private TokenGenerator() {}

    /// A new token: `sk-aiplat-` and 43 digits of base 62.
    ///
    /// @param random one that cannot be guessed
    public static Secret make(RandomGenerator random) {
        return new Secret(PREFIX
                + random.ints(LENGTH, 0, DIGITS.length())
                        .mapToObj(i -> String.valueOf(DIGITS.charAt(i)))
                        .collect(Collectors.joining()));
    }

    /// The hash of a token that a person chose.
    ///
    /// @throws IllegalArgumentException if it is none
    public static TokenHash hash(Secret token) {
        TokenHash hash = TokenHash.of(token.value());
        if (hash == null || token.value().length() < SHORTEST) {
            throw new IllegalArgumentException("a token has 8 to 256 printable ASCII characters without spaces");
        }
        return hash;
    }

    /// What may be shown of a token: four digits of ours, and of one a person chose less than a quarter.
    public static String visible(Secret token) {
        String text = token.value();
        int shown = text.startsWith(PREFIX) && text.length() == PREFIX.length() + LENGTH
                ? PREFIX.length() + VISIBLE
                : Math.min(VISIBLE, (text.length() - 1) / 4);
        return text.substring(0, shown);
    }
}
