package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.call.ModelCall;
import io.aiplat.routing.balancing.Router;
import java.util.zip.CRC32C;

/// Hash of a prompt's prefix: what two requests of one conversation have in common.
final class PromptPrefixHash {
    /// Enough to tell conversations apart, and little enough to stay the same while one goes on.
    private static final int BYTES = 1024;

    private PromptPrefixHash() {}

    /// A checksum ([CRC-32C](https://www.rfc-editor.org/rfc/rfc3385), which processors have an instruction for)
    /// of the beginning of the messages, or [Router#NO_PREFIX] where there are none. Conversations that have the
    /// same one by chance share a replica, which does no harm.
    static long of(ModelCall call) {
        int from = call.json().valueBegin(call.endpoint().prompt());
        if (from < 0) {
            return Router.NO_PREFIX;
        }
        int to = Math.min(call.json().valueEnd(call.endpoint().prompt()), from + BYTES);
        CRC32C sum = new CRC32C();
        sum.update(call.json().bytes(), from, to - from);
        return sum.getValue() == Router.NO_PREFIX ? 1 : sum.getValue();
    }
}
