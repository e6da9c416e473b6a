package io.aiplat.launcher.command.keys;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `aiplat users`: people, each with any number of keys.
@Command(
        name = "users",
        description = "List, make, change and delete users, whose limits hold for all their keys together.")
public final class UsersCommand implements Runnable {
    private final LimitOwnerCommands users;

    public UsersCommand(Invocation invocation) {
        this.users = new LimitOwnerCommands(invocation, "user");
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List all users.")
    void list() {
        users.list();
    }

    @Command(name = "create", description = "Make a user.")
    void create(
            @Parameters(paramLabel = "NAME", description = "name of the user") String name,
            @Mixin LimitOptions limits) {
        users.create(name, limits);
    }

    @Command(name = "update", description = "Change what a user may do; what is not given stays as it is.")
    void update(
            @CompletesAs(CompletionKind.USERS) @Parameters(paramLabel = "NAME", description = "name of the user")
                    String name,
            @Mixin LimitOptions limits) {
        users.update(name, limits);
    }

    @Command(name = "delete", description = "Delete a user that has no keys; its spend stays in reports.")
    void delete(
            @CompletesAs(CompletionKind.USERS) @Parameters(paramLabel = "NAME", description = "name of the user")
                    String name) {
        users.delete(name);
    }
}
