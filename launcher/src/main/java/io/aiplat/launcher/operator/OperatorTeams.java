package io.aiplat.launcher.operator;

import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.realization.TeamHome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Teams of this appliance's gateway for its operator: they and their keys are listed and changed like any other.
public final class OperatorTeams implements TeamHome {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorTeams.class);

    private final Administration administration;

    /// Of a gateway.
    ///
    /// @param administration of its keys and teams
    public OperatorTeams(Administration administration) {
        this.administration = administration;
    }

    /// Name of the key that is issued for a team's resource.
    private static String name(String team) {
        return "team-" + team;
    }

    @Override
    public boolean has(String team) {
        return administration.list(LimitOwnerKind.TEAM).stream()
                .anyMatch(each -> each.name().equals(team));
    }

    @Override
    public boolean hasKey(String team) {
        return key(team).filter(key -> key.revoked() == null).isPresent();
    }

    private Optional<KeyRecord> key(String team) {
        return administration.keys().stream()
                .filter(key -> key.name().equals(name(team)) && isOf(key, team))
                .findFirst();
    }

    private static boolean isOf(KeyRecord key, String team) {
        return key.team() != null && key.team().name().equals(team);
    }

    @Override
    public void become(Tenant tenant) {
        Limits limits = new Limits(
                List.of(tenant.budget()), tenant.requestsPerMinute(), tenant.tokensPerMinute(), null, tenant.models());
        String team = tenant.team();
        if (!has(team)) {
            administration.create(LimitOwnerKind.TEAM, team, limits);
            LOG.info("the team {} came with a resource", team);
        } else if (!administration.show(LimitOwnerKind.TEAM, team).limits().equals(limits)) {
            administration.update(LimitOwnerKind.TEAM, team, _ -> limits);
        }
    }

    @Override
    public Secret issue(String team) {
        Optional<KeyRecord> there = key(team);
        if (there.isPresent() && there.get().revoked() == null) {
            return administration.rotateKey(name(team), Duration.ZERO).token();
        }
        // One that was taken back keeps its name until it is deleted.
        there.ifPresent(key -> administration.deleteKey(key.name()));
        IssuedKey issued =
                administration.createKey(new NewKey(name(team), Role.ORDINARY, null, team, KeySettings.PLAIN));
        return issued.token();
    }

    @Override
    public void remove(String team) {
        for (KeyRecord key : administration.keys()) {
            if (isOf(key, team)) {
                administration.deleteKey(key.name());
            }
        }
        if (has(team)) {
            administration.delete(LimitOwnerKind.TEAM, team);
            LOG.info("the team {} went with its resource", team);
        }
    }
}
