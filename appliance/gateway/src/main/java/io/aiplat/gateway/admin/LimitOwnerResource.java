package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import java.util.List;

/// REST resource of users or teams: those that keys belong to, and what they may do together.
final class LimitOwnerResource {
    private static final List<String> NONE = List.of();

    private final Administration administration;
    private final LimitOwnerKind kind;

    /// @param kind not a key
    LimitOwnerResource(Administration administration, LimitOwnerKind kind) {
        this.administration = administration;
        this.kind = kind;
    }

    ManagementResponse list(ManagementRequest request) {
        ManagementQuery.read(request.query(), NONE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var data = answer.putArray("data");
        administration.list(kind).forEach(holder -> data.add(json(holder)));
        return ManagementResponse.ok(answer);
    }

    ManagementResponse create(ManagementRequest request) {
        ManagementQuery.read(request.query(), NONE);
        ManagementBody body = ManagementBody.required(request.body(), LimitFields.and("name"));
        String name = body.requiredText("name");
        Limits limits = LimitFields.change(body, Limits.NONE);
        return ManagementResponse.made(
                json(ManagementBody.checked("name", () -> administration.create(kind, name, limits))));
    }

    ManagementResponse show(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        return ManagementResponse.ok(json(administration.show(kind, name)));
    }

    ManagementResponse update(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        ManagementBody body = ManagementBody.required(request.body(), LimitFields.NAMES);
        return ManagementResponse.ok(
                json(administration.update(kind, name, before -> LimitFields.change(body, before))));
    }

    ManagementResponse delete(ManagementRequest request, String name) {
        ManagementQuery.read(request.query(), NONE);
        administration.delete(kind, name);
        return ManagementResponse.gone();
    }

    private ObjectNode json(LimitOwnerRecord holder) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", holder.name());
        json.put("created", holder.created().toString());
        LimitFields.write(json, holder.limits());
        LimitFields.writeSpent(json, holder.holder(), holder.limits(), administration);
        return json;
    }
}
