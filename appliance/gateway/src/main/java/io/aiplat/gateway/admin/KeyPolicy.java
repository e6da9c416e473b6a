package io.aiplat.gateway.admin;

import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementProblems;
import io.aiplat.management.Principal;
import io.aiplat.model.ApplianceException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Policy for keys: what a principal may make of them, so that none comes to more by it than it had.
final class KeyPolicy {
    private final Administration administration;

    KeyPolicy(Administration administration) {
        this.administration = administration;
    }

    /// Keys that a principal sees.
    List<KeyRecord> seen(Principal principal) {
        PrincipalScope scope = PrincipalScope.of(principal);
        return administration.keys().stream().filter(scope::sees).toList();
    }

    /// A key that a principal sees.
    ///
    /// @throws ApplianceException GOVERNANCE_NOT_FOUND for what it does not see, as for what is not there
    KeyRecord seen(Principal principal, String name) {
        KeyRecord key = administration.key(name);
        if (!PrincipalScope.of(principal).sees(key)) {
            throw new ApplianceException(GovernanceProblems.notFound(LimitOwnerKind.KEY, name));
        }
        return key;
    }

    /// Looks whether a principal may change a key, or end it.
    void change(Principal principal, String name) {
        PrincipalScope scope = PrincipalScope.of(principal);
        if (!scope.isEverything()) {
            KeyRecord key = seen(principal, name);
            if (!scope.isSelf(name) && !scope.handles(key.role())) {
                throw outOfReach(name, "It opens more than the key that asks may give.");
            }
        }
    }

    /// Looks whether a principal may come by the token of a key.
    void take(Principal principal, String name) {
        change(principal, name);
        PrincipalScope scope = PrincipalScope.of(principal);
        if (scope.isMember() && !scope.isSelf(name)) {
            KeySettings own = bound(principal);
            if (!seen(principal, name).settings().isWithin(own)) {
                throw outOfReach(name, "It may do more than the key that asks.");
            }
        }
    }

    /// The key that a principal makes.
    NewKey made(Principal principal, KeyChange change) {
        PrincipalScope scope = PrincipalScope.of(principal);
        NewKey plain = NewKey.plain(change.name());
        if (scope.isEverything()) {
            return change.of(plain);
        }
        KeySettings own = scope.isMember() ? narrowed(bound(principal)) : KeySettings.PLAIN;
        NewKey base = new NewKey(plain.name(), Role.ORDINARY, scope.user(), scope.team(), own);
        NewKey made = change.of(base);
        check(scope, base, made);
        if (scope.isMember() && !made.settings().isWithin(own)) {
            throw outOfReach(made.name(), "It would do more than the key that asks.");
        }
        return made;
    }

    /// What a principal makes of a key that it may change.
    NewKey changed(Principal principal, NewKey before, KeyChange change) {
        PrincipalScope scope = PrincipalScope.of(principal);
        NewKey after = change.of(before);
        if (!scope.isEverything()) {
            check(scope, before, after);
            if (scope.isMember() && !after.settings().isWithin(before.settings())) {
                throw outOfReach(before.name(), "A member may narrow what a key may do, and not widen it.");
            }
        }
        return after;
    }

    private void check(PrincipalScope scope, NewKey before, NewKey after) {
        if (after.role() != before.role() && (scope.isMember() || !scope.handles(after.role()))) {
            throw ManagementBody.invalid(
                    "role",
                    scope.isMember()
                            ? "a member makes ordinary keys, and leaves roles as they are"
                            : "a team's administrator gives the roles ordinary and member, not "
                                    + after.role().word());
        }
        if (!Objects.equals(after.team(), scope.team())) {
            throw ManagementBody.invalid(
                    "team", scope.team() == null ? "it is none, as of the key that asks" : "it is " + scope.team());
        }
        String user = after.user();
        if (scope.isMember() && !Objects.equals(user, scope.user())) {
            throw ManagementBody.invalid("user", "it is " + scope.user());
        }
        if (user != null && !user.equals(before.user())) {
            knows(Objects.requireNonNull(scope.team()), user);
        }
    }

    /// Whose keys are all of other teams is not there for a team's administrator.
    private void knows(String team, String user) {
        List<KeyRecord> keys = administration.keys().stream()
                .filter(key -> isOf(key.user(), user))
                .toList();
        if (!keys.isEmpty() && keys.stream().noneMatch(key -> isOf(key.team(), team))) {
            throw new ApplianceException(GovernanceProblems.notFound(LimitOwnerKind.USER, user));
        }
    }

    /// What no key that a member comes by may exceed. Budgets and rates are counted for each key, so of one that has
    /// any there are no more.
    private KeySettings bound(Principal principal) {
        KeySettings own = administration.key(principal.name()).settings();
        if (own.limits().isMetered()) {
            throw outOfReach(
                    principal.name(),
                    "It has budgets or rates of its own, which count for each key: another one would have them again.");
        }
        return own;
    }

    private static KeySettings narrowed(KeySettings own) {
        return new KeySettings(
                new Limits(List.of(), null, null, null, own.limits().models()),
                own.expires(),
                own.tags(),
                false,
                own.shadow());
    }

    private static boolean isOf(@Nullable LimitOwner owner, String name) {
        return owner != null && owner.name().equals(name);
    }

    private static ApplianceException outOfReach(String name, String why) {
        return new ApplianceException(ManagementProblems.keyOutOfReach(name, why));
    }
}
