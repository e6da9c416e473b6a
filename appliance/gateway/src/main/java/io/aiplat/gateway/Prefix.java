package io.aiplat.gateway;

import io.aiplat.routing.choice.Router;
import java.util.zip.CRC32C;

/// What two requests of one conversation have in common: how their messages begin.
final class Prefix {
    /// Enough to tell conversations apart, and little enough to stay the same while one goes on.
    private static final int BYTES = 1024;

    private Prefix() {}

    /// A checksum ([CRC-32C](https://www.rfc-editor.org/rfc/rfc3385), which processors have an instruction for)
    /// of the beginning of the messages, or [Router#NO_PREFIX] where there are none. Conversations that have the
    /// same one by chance share a replica, which does no harm.
    static long of(ModelCall call) {
        int from = call.json().valueBegin(call.operation().prompt());
        if (from < 0) {
            return Router.NO_PREFIX;
        }
        int to = Math.min(call.json().valueEnd(call.operation().prompt()), from + BYTES);
        CRC32C sum = new CRC32C();
        sum.update(call.json().bytes(), from, to - from);
        return sum.getValue() == Router.NO_PREFIX ? 1 : sum.getValue();
    }
}
