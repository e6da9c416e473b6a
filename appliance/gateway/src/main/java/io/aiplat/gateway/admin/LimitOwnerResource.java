package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementProblems;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import java.util.List;
import java.util.Locale;

/// REST resource of users or teams: those that keys belong to, and what they may do together. A team's own limits are
/// set from above it: its administrator sees them, and changes those of its people.
final class LimitOwnerResource implements ManagementResource {
    private static final RequestType<ManagementBody> NEW = RequestType.named("NewHolder")
            .described("A user or a team to be made.")
            .needed("name", LimitFields.NAME)
            .with(LimitFields.asked())
            .required(body -> body);

    private static final RequestType<ManagementBody> CHANGE = RequestType.named("HolderChange")
            .described("What is left out stays as it is.")
            .with(LimitFields.asked())
            .required(body -> body);

    private static final ObjectType<Shown> HOLDER = ObjectType.<Shown>named("Holder")
            .described("A user or a team.")
            .field("name", JsonType.text(), shown -> shown.holder.name())
            .field("created", JsonType.moment(), shown -> shown.holder.created())
            .with(LimitFields.ANSWERED, shown -> shown.holder.limits())
            .field("spent", LimitFields.SPENT, Shown::spent)
            .build();

    private final Administration administration;
    private final LimitOwnerKind kind;
    private final String word;

    /// @param kind not a key
    LimitOwnerResource(Administration administration, LimitOwnerKind kind) {
        this.administration = administration;
        this.kind = kind;
        this.word = kind.name().toLowerCase(Locale.ROOT);
    }

    private record Shown(LimitOwnerRecord holder, List<ObjectNode> spent) {}

    @Override
    public List<ManagementOperation> operations() {
        boolean users = kind == LimitOwnerKind.USER;
        PrincipalRole reads = users ? PrincipalRole.MEMBER : PrincipalRole.TEAM_ADMIN;
        PrincipalRole changes = users ? PrincipalRole.TEAM_ADMIN : PrincipalRole.ADMIN;
        String all = "/" + word + "s";
        String one = all + "/{name}";
        String type = users ? "User" : "Team";
        return List.of(
                ManagementOperation.of("GET", all, reads)
                        .as("list" + type + "s", "All " + word + "s that the key that asks sees, by name.")
                        .failing(503)
                        .answering(
                                ObjectType.list("Holders", HOLDER),
                                call -> administration.list(kind).stream()
                                        .filter(holder -> sees(call.principal(), holder.name()))
                                        .map(this::shown)
                                        .toList()),
                ManagementOperation.of("POST", all, changes)
                        .as("create" + type, "Makes a " + word + ".")
                        .failing(409, 503)
                        .taking(NEW)
                        .answering(201, HOLDER, call -> create(call.request())),
                ManagementOperation.of("GET", one, reads)
                        .variable(LimitFields.NAME)
                        .as("show" + type, "One " + word + ".")
                        .failing(404, 503)
                        .answering(HOLDER, call -> {
                            LimitOwnerRecord holder = administration.show(kind, call.name());
                            require(sees(call.principal(), call.name()), call.name());
                            return shown(holder);
                        }),
                ManagementOperation.of("PATCH", one, changes)
                        .variable(LimitFields.NAME)
                        .as("update" + type, "Changes a " + word + ".")
                        .failing(404, 503)
                        .taking(CHANGE)
                        .answering(200, HOLDER, call -> update(call.principal(), call.name(), call.request())),
                ManagementOperation.of("DELETE", one, PrincipalRole.ADMIN)
                        .variable(LimitFields.NAME)
                        .as(
                                "delete" + type,
                                "Deletes a " + word + " that has no keys. What it has spent stays in reports.")
                        .failing(404, 409, 503)
                        .doing(call -> administration.delete(kind, call.name())));
    }

    private Shown create(ManagementBody body) {
        String name = body.requiredText("name");
        Limits limits = LimitFields.change(body, Limits.NONE);
        return shown(ManagementBody.checked("name", () -> administration.create(kind, name, limits)));
    }

    private Shown update(Principal principal, String name, ManagementBody body) {
        PrincipalScope scope = PrincipalScope.of(principal);
        if (!scope.isEverything()) {
            require(sees(principal, name), name);
            if (!keysOf(name).stream().allMatch(scope::sees)) {
                throw new ApplianceException(ManagementProblems.userOfOthers(name));
            }
        }
        return shown(administration.update(kind, name, before -> LimitFields.change(body, before)));
    }

    /// Whether it is a principal's own, or of its team: whoever has a key of it.
    private boolean sees(Principal principal, String name) {
        PrincipalScope scope = PrincipalScope.of(principal);
        if (scope.isEverything()) {
            return true;
        }
        if (kind == LimitOwnerKind.TEAM) {
            return name.equals(scope.team());
        }
        return scope.isMember()
                ? name.equals(scope.user())
                : keysOf(name).stream().anyMatch(scope::sees);
    }

    private List<KeyRecord> keysOf(String user) {
        return administration.keys().stream()
                .filter(key -> key.user() != null && key.user().name().equals(user))
                .toList();
    }

    private void require(boolean seen, String name) {
        if (!seen) {
            throw new ApplianceException(GovernanceProblems.notFound(kind, name));
        }
    }

    private Shown shown(LimitOwnerRecord holder) {
        return new Shown(holder, LimitFields.spent(holder.holder(), holder.limits(), administration));
    }
}
