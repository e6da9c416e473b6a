package io.aiplat.gateway;

import io.aiplat.routing.choice.Router;

/// What two requests of one conversation have in common: how their messages begin.
final class Prefix {
    /// Enough to tell conversations apart, and little enough to stay the same while one goes on.
    private static final int BYTES = 1024;

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Prefix() {}

    /// A hash ([FNV-1a](http://www.isthe.com/chongo/tech/comp/fnv/)) of the beginning of the messages, or
    /// [Router#NO_PREFIX] where there are none.
    static long of(ModelCall call) {
        int from = call.json().valueBegin(call.operation().prompt());
        if (from < 0) {
            return Router.NO_PREFIX;
        }
        int to = Math.min(call.json().valueEnd(call.operation().prompt()), from + BYTES);
        byte[] bytes = call.json().bytes();
        long hash = OFFSET;
        for (int at = from; at < to; at++) {
            hash = (hash ^ (bytes[at] & 0xFF)) * PRIME;
        }
        return hash == Router.NO_PREFIX ? 1 : hash;
    }
}
