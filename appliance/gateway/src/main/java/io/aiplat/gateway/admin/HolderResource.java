package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.Administration;
import io.aiplat.governance.HolderKind;
import io.aiplat.governance.HolderRecord;
import io.aiplat.governance.Limits;
import java.util.List;

/// `/users` or `/teams`: those that keys belong to, and what they may do together.
final class HolderResource {
    private static final List<String> NONE = List.of();

    private final Administration administration;
    private final HolderKind kind;

    /// @param kind not a key
    HolderResource(Administration administration, HolderKind kind) {
        this.administration = administration;
        this.kind = kind;
    }

    AdminAnswer list(AdminRequest request) {
        AdminQuery.read(request.query(), NONE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var data = answer.putArray("data");
        administration.list(kind).forEach(holder -> data.add(json(holder)));
        return AdminAnswer.ok(answer);
    }

    AdminAnswer create(AdminRequest request) {
        AdminQuery.read(request.query(), NONE);
        AdminBody body = AdminBody.required(request.body(), LimitFields.and("name"));
        String name = body.requiredText("name");
        Limits limits = LimitFields.change(body, Limits.NONE);
        return AdminAnswer.made(json(AdminBody.checked("name", () -> administration.create(kind, name, limits))));
    }

    AdminAnswer show(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        return AdminAnswer.ok(json(administration.show(kind, name)));
    }

    AdminAnswer update(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        AdminBody body = AdminBody.required(request.body(), LimitFields.NAMES);
        return AdminAnswer.ok(json(administration.update(kind, name, before -> LimitFields.change(body, before))));
    }

    AdminAnswer delete(AdminRequest request, String name) {
        AdminQuery.read(request.query(), NONE);
        administration.delete(kind, name);
        return AdminAnswer.gone();
    }

    private ObjectNode json(HolderRecord holder) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", holder.name());
        json.put("created", holder.created().toString());
        LimitFields.write(json, holder.limits());
        LimitFields.writeSpent(json, holder.holder(), holder.limits(), administration);
        return json;
    }
}
