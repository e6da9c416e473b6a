package io.aiplat.gateway.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes names for requests and answers that no other has: 96 random bits.
public final class Ids {
    /// What the names of requests begin with.
    public static final String OF_REQUESTS = "req_";

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /// A new name.
    ///
    /// @param prefix what it begins with
    public String next(String prefix) {
        byte[] bits = new byte[12];
        random.nextBytes(bits);
        return prefix + HexFormat.of().formatHex(bits);
    }
}
