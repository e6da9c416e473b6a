package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.guard.GuardedRequest;
import io.aiplat.gateway.guard.GuardedResponse;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.gateway.responder.Responder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Guard stage: has the guards of a route look at what is asked, and at what is answered. What a guard changes is
/// changed before anything else looks at it, and what the cache keeps the guards have seen.
final class GuardStage {
    private GuardStage() {}

    /// What may go on of what is asked, and to whom.
    record Passed(ModelCall call, Confinement confinement) {}

    /// Has the guards look at what is asked.
    ///
    /// @throws ApiException if a guard refuses it
    static Passed before(ModelRequest request) throws IOException {
        ModelCall asked = request.call();
        Guards guards = request.snapshot().guards(request.target().route());
        Responder caller = request.caller();
        GuardedRequest guarded = guards == null
                ? GuardedRequest.AS_IT_IS
                : guards.asked(
                        asked.endpoint().guards(),
                        asked.model(),
                        asked.json(),
                        asked.body().length(),
                        caller::hold);
        Confinement confinement = Confinement.of(request.target().route(), request.rule(), guarded.confinedBy());
        request.seen().confined(confinement.rule());
        byte[] changed = guarded.body();
        if (changed == null) {
            return new Passed(asked, confinement);
        }
        caller.hold(changed.length);
        ModelCall other = asked.with(changed);
        request.changed(other);
        return new Passed(other, confinement);
    }

    /// Has the answer go past the guards.
    ///
    /// @return knows what they say of it; null where nobody looks
    static @Nullable GuardedResponse watch(ModelRequest request, ModelCall call) {
        Guards guards = request.snapshot().guards(request.target().route());
        Responder caller = request.caller();
        GuardedResponse watched =
                guards == null ? null : guards.answered(call.endpoint().guards(), caller.id(), caller.memory());
        if (watched != null) {
            caller.through(watched::on);
        }
        return watched;
    }

    /// Tells of an answer that a guard has refused. The client of a stream was told in the stream.
    ///
    /// @return whether they have nothing against it
    /// @throws ApiException the refusal, if the caller has nothing yet
    static boolean after(ModelRequest request, @Nullable GuardedResponse watched) {
        ApiException refusal = watched == null ? null : watched.refusal();
        if (refusal == null) {
            return true;
        }
        if (!request.caller().hasBegun()) {
            throw refusal;
        }
        FailureReply.log(request.caller().id(), refusal.error(), refusal);
        return false;
    }
}
