package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.Administration;
import io.aiplat.governance.IssuedKey;
import io.aiplat.governance.KeyRecord;
import io.aiplat.governance.NewKey;
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

    AdminAnswer list(AdminRequest request) {
        AdminQuery.read(request.query(), NONE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var data = answer.putArray("data");
        administration.keys().forEach(key -> data.add(json(key)));
        return AdminAnswer.ok(answer);
    }

    AdminAnswer create(AdminRequest request) {
        AdminQuery.read(request.query(), NONE);
        AdminBody body = AdminBody.required(request.body(), KeyFields.ALL);
        String name = body.requiredText("name");
        NewKey plain = AdminBody.checked("name", () -> NewKey.plain(name));
        return AdminAnswer.made(json(administration.createKey(KeyFields.change(body, plain))));
    }

    AdminAnswer show(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        return AdminAnswer.ok(json(administration.key(name)));
    }

    AdminAnswer update(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        AdminBody body = AdminBody.required(request.body(), KeyFields.CHANGEABLE);
        refuseKept(name);
        return AdminAnswer.ok(json(administration.updateKey(name, before -> KeyFields.change(body, before))));
    }

    AdminAnswer rotate(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        Long grace = AdminBody.read(request.body(), List.of("grace_seconds")).count("grace_seconds", 0, LONGEST_GRACE);
        refuseKept(name);
        return AdminAnswer.ok(json(administration.rotateKey(name, Duration.ofSeconds(grace == null ? 0 : grace))));
    }

    AdminAnswer revoke(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        AdminBody.read(request.body(), NONE);
        refuseKept(name);
        return AdminAnswer.ok(json(administration.revokeKey(name)));
    }

    AdminAnswer delete(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        refuseKept(name);
        administration.deleteKey(name);
        return AdminAnswer.gone();
    }

    private void refuseKept(String name) {
        if (kept.test(name)) {
            throw new ApplianceException(AdminProblems.keyKept(name));
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
