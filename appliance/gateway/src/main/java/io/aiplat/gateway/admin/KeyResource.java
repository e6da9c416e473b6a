package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/// `/keys`: made, shown, changed, given another token, taken back, deleted.
final class KeyResource {
    private static final List<String> NONE = List.of();
    private static final long LONGEST_GRACE = Duration.ofDays(30).toSeconds();

    private final Administration administration;
    private final Predicate<String> kept;
    private final InstantSource clock;

    KeyResource(Administration administration, Predicate<String> kept, InstantSource clock) {
        this.administration = administration;
        this.kept = kept;
        this.clock = clock;
    }

    ManagementResponse list(ManagementRequest request) {
        ManagementQuery.read(request.query(), NONE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var data = answer.putArray("data");
        administration.keys().forEach(key -> data.add(json(key)));
        return ManagementResponse.ok(answer);
    }

    ManagementResponse create(ManagementRequest request) {
        ManagementQuery.read(request.query(), NONE);
        ManagementBody body = ManagementBody.required(request.body(), KeyFields.ALL);
        String name = body.requiredText("name");
        NewKey plain = ManagementBody.checked("name", () -> NewKey.plain(name));
        return ManagementResponse.made(json(administration.createKey(KeyFields.change(body, plain))));
    }

    ManagementResponse show(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        return ManagementResponse.ok(json(administration.key(name)));
    }

    ManagementResponse update(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        ManagementBody body = ManagementBody.required(request.body(), KeyFields.CHANGEABLE);
        refuseKept(name);
        return ManagementResponse.ok(json(administration.updateKey(name, before -> KeyFields.change(body, before))));
    }

    ManagementResponse rotate(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        Long grace =
                ManagementBody.read(request.body(), List.of("grace_seconds")).count("grace_seconds", 0, LONGEST_GRACE);
        refuseKept(name);
        return ManagementResponse.ok(
                json(administration.rotateKey(name, Duration.ofSeconds(grace == null ? 0 : grace))));
    }

    ManagementResponse revoke(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        ManagementBody.read(request.body(), NONE);
        refuseKept(name);
        return ManagementResponse.ok(json(administration.revokeKey(name)));
    }

    ManagementResponse delete(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        refuseKept(name);
        administration.deleteKey(name);
        return ManagementResponse.gone();
    }

    private void refuseKept(String name) {
        if (kept.test(name)) {
            throw new ApplianceException(ManagementProblems.keyKept(name));
        }
    }

    private ObjectNode json(KeyRecord key) {
        ObjectNode json = KeyFields.json(key, clock.instant());
        LimitFields.writeSpent(json, key.holder(), key.settings().limits(), administration);
        return json;
    }

    private ObjectNode json(IssuedKey issued) {
        return json(issued.key()).put("token", issued.token().value());
    }
}
