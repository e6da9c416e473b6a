package io.aiplat.gateway.admin;

import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.store.Administration;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementProblems;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/// `/keys`: made, shown, changed, given another token, taken back, deleted.
final class KeyResource implements ManagementResource {
    private static final long LONGEST_GRACE = Duration.ofDays(30).toSeconds();

    private static final RequestType<Duration> ROTATION = RequestType.named("Rotation")
            .field(
                    "grace_seconds",
                    JsonType.whole(0, LONGEST_GRACE)
                            .orNull()
                            .described("How long the old token is valid besides the new one."))
            .optional(body -> {
                Long grace = body.count("grace_seconds", 0, LONGEST_GRACE);
                return Duration.ofSeconds(grace == null ? 0 : grace);
            });

    private final Administration administration;
    private final Predicate<String> kept;
    private final InstantSource clock;
    private final KeyPolicy policy;

    KeyResource(Administration administration, Predicate<String> kept, InstantSource clock) {
        this.administration = administration;
        this.kept = kept;
        this.clock = clock;
        this.policy = new KeyPolicy(administration);
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                route("GET", "/keys")
                        .as(
                                "listKeys",
                                "All keys, by name; those that were revoked, too. Of a team's administrator and of a"
                                        + " member, those that it sees.")
                        .failing(503)
                        .answering(
                                ObjectType.list("Keys", KeyFields.KEY),
                                call -> policy.seen(call.principal()).stream()
                                        .map(this::shown)
                                        .toList()),
                route("POST", "/keys")
                        .as(
                                "createKey",
                                "Makes a key. Its token is in this answer and in no other. User and team have to be"
                                        + " there; where the key that asks is of one, they are its own unless said.")
                        .failing(404, 409, 503)
                        .taking(KeyFields.NEW)
                        .answering(201, KeyFields.ISSUED, call -> create(call.principal(), call.request())),
                of("GET", "")
                        .as("showKey", "One key.")
                        .failing(404, 503)
                        .answering(KeyFields.KEY, call -> shown(policy.seen(call.principal(), call.name()))),
                of("PATCH", "")
                        .as(
                                "updateKey",
                                "Changes a key. User and team have to be there; what was spent stays with those it"
                                        + " had.")
                        .failing(404, 409, 503)
                        .taking(KeyFields.CHANGE)
                        .answering(200, KeyFields.KEY, call -> update(call.principal(), call.name(), call.request())),
                of("DELETE", "")
                        .as("deleteKey", "Deletes a key; its name is free again. What it has spent stays in reports.")
                        .failing(404, 409, 503)
                        .doing(call -> delete(call.principal(), call.name())),
                of("POST", "/rotate")
                        .as("rotateKey", "Gives a key another token. Limits and what was spent stay as they are.")
                        .failing(404, 409, 503)
                        .taking(ROTATION)
                        .answering(
                                200, KeyFields.ISSUED, call -> rotate(call.principal(), call.name(), call.request())),
                of("POST", "/revoke")
                        .as("revokeKey", "Takes a key back at once and for good. Twice is the same as once.")
                        .failing(404, 409, 503)
                        .taking(RequestType.EMPTY)
                        .answering(200, KeyFields.KEY, call -> revoke(call.principal(), call.name())));
    }

    private static ManagementOperation.Builder of(String method, String below) {
        return route(method, "/keys/{name}" + below).variable(LimitFields.NAME);
    }

    private static ManagementOperation.Builder route(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.MEMBER);
    }

    private KeyFields.Issued create(Principal principal, KeyChange change) {
        return issued(administration.createKey(policy.made(principal, change)));
    }

    private KeyFields.Shown update(Principal principal, String name, KeyChange change) {
        refuseKept(name);
        policy.change(principal, name);
        return shown(administration.updateKey(name, before -> policy.changed(principal, before, change)));
    }

    private KeyFields.Issued rotate(Principal principal, String name, Duration grace) {
        refuseKept(name);
        policy.take(principal, name);
        return issued(administration.rotateKey(name, grace));
    }

    private KeyFields.Shown revoke(Principal principal, String name) {
        refuseKept(name);
        policy.change(principal, name);
        return shown(administration.revokeKey(name));
    }

    private void delete(Principal principal, String name) {
        refuseKept(name);
        policy.change(principal, name);
        administration.deleteKey(name);
    }

    private void refuseKept(String name) {
        if (kept.test(name)) {
            throw new ApplianceException(ManagementProblems.keyKept(name));
        }
    }

    private KeyFields.Shown shown(KeyRecord key) {
        return new KeyFields.Shown(
                key,
                clock.instant(),
                LimitFields.spent(key.holder(), key.settings().limits(), administration));
    }

    private KeyFields.Issued issued(IssuedKey issued) {
        return new KeyFields.Issued(shown(issued.key()), issued.token().value());
    }
}
