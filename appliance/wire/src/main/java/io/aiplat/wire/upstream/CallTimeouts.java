package io.aiplat.wire.upstream;

import java.time.Duration;

/// Timeouts of one call: how long it waits for what.
/// How exactly depends on how often [HttpUpstream#expire(long)] is called.
///
/// @param queue    for a free connection
/// @param answer   from the sending of the request to the first byte of the answer's body: some servers send
///     the head at once and work then, others the other way round
/// @param body     between two pieces of the body
/// @param deadline when all of it has to be over, as [System#nanoTime()] counts
public record CallTimeouts(Duration queue, Duration answer, Duration body, long deadline) {

    /// When a phase that begins now has to be over.
    long end(CallPhase phase, Duration connect, long now) {
        Duration most = switch (phase) {
            case QUEUE -> queue;
            case CONNECT -> connect;
            case ANSWER -> answer;
            case BODY -> body;
        };
        long end = now + most.toNanos();
        return deadline - end < 0 ? deadline : end;
    }
}
