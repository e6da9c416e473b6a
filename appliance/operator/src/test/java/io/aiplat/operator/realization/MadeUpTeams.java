package io.aiplat.operator.realization;

import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Made-up home of teams.
final class MadeUpTeams implements TeamHome {
    final Map<String, Tenant> teams = new HashMap<>();
    final Set<String> keys = new HashSet<>();
    private int issued;

    @Override
    public boolean has(String team) {
        return teams.containsKey(team);
    }

    @Override
    public boolean hasKey(String team) {
        return keys.contains(team);
    }

    @Override
    public void become(Tenant tenant) {
        teams.put(tenant.team(), tenant);
    }

    @Override
    public Secret issue(String team) {
        keys.add(team);
        return new Secret("token-" + ++issued);
    }

    @Override
    public void remove(String team) {
        keys.remove(team);
        teams.remove(team);
    }
}
