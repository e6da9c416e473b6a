package io.aiplat.launcher.pods;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.pods.PodProblems;
import io.aiplat.operator.realization.TeamHome;

/// Home of teams where each gateway has its own store: there is none, and resources are told so.
final class UnsharedTeams implements TeamHome {
    private static ApplianceException refused() {
        return new ApplianceException(PodProblems.teamsNotShared());
    }

    @Override
    public boolean has(String team) {
        throw refused();
    }

    @Override
    public boolean hasKey(String team) {
        throw refused();
    }

    @Override
    public void become(Tenant tenant) {
        throw refused();
    }

    @Override
    public Secret issue(String team) {
        throw refused();
    }

    @Override
    public void remove(String team) {
        // None was ever made.
    }
}
