package io.aiplat.launcher.command.keys;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `aiplat teams`: groups that share a budget.
@Command(
        name = "teams",
        description = "List, make, change and delete teams, whose limits hold for all their keys together.")
public final class TeamsCommand implements Runnable {
    private final LimitOwnerCommands teams;

    public TeamsCommand(Invocation invocation) {
        this.teams = new LimitOwnerCommands(invocation, "team");
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List all teams.")
    void list() {
        teams.list();
    }

    @Command(name = "create", description = "Make a team.")
    void create(
            @Parameters(paramLabel = "NAME", description = "name of the team") String name,
            @Mixin LimitOptions limits) {
        teams.create(name, limits);
    }

    @Command(name = "update", description = "Change what a team may do; what is not given stays as it is.")
    void update(
            @CompletesAs(CompletionKind.TEAMS) @Parameters(paramLabel = "NAME", description = "name of the team")
                    String name,
            @Mixin LimitOptions limits) {
        teams.update(name, limits);
    }

    @Command(name = "delete", description = "Delete a team that has no keys; its spend stays in reports.")
    void delete(
            @CompletesAs(CompletionKind.TEAMS) @Parameters(paramLabel = "NAME", description = "name of the team")
                    String name) {
        teams.delete(name);
    }
}
