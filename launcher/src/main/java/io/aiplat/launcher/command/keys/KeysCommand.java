package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.process.ApplianceFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat keys`: who may use the endpoint, and how much.
@Command(name = "keys", description = "Make, list, change and take back API keys.")
public final class KeysCommand implements Runnable {
    private final Invocation invocation;

    public KeysCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List all keys, those that were revoked as well.")
    void list() {
        try (ManagementClient door = door()) {
            JsonNode keys = door.ask("GET", "/keys", null).path("data");
            invocation.output().value(ManagementText.value(keys), ManagementText.keys(keys));
        }
    }

    @Command(
            name = "create",
            description = {
                "Make a key and print its token, the only time it can be seen.",
                "The token alone goes to standard output: TOKEN=$(aiplat keys create NAME)"
            })
    void create(
            @Parameters(paramLabel = "NAME", description = "name of the key") String name,
            @CompletesAs(CompletionKind.USERS)
                    @Option(names = "--user", paramLabel = "NAME", description = "whose it is")
                    @Nullable
                    String user,
            @CompletesAs(CompletionKind.TEAMS)
                    @Option(names = "--team", paramLabel = "NAME", description = "which team it belongs to")
                    @Nullable
                    String team,
            @ArgGroup @Nullable MadeRole role,
            @Mixin KeyOptions options) {
        ObjectNode body = ManagementClient.JSON.createObjectNode().put("name", name);
        if (user != null) {
            body.put("user", user);
        }
        if (team != null) {
            body.put("team", team);
        }
        if (role != null) {
            body.put("role", role.word());
        }
        options.writeTo(body, Instant.now());
        try (ManagementClient door = door()) {
            issued(door.ask("POST", "/keys", body), "is made");
            options.limits.unserved(invocation).forEach(invocation.output()::note);
        }
    }

    @Command(name = "show", description = "Show one key and its limits.")
    void show(
            @CompletesAs(CompletionKind.KEYS) @Parameters(paramLabel = "NAME", description = "name of the key")
                    String name) {
        try (ManagementClient door = door()) {
            JsonNode key = door.ask("GET", path(name), null);
            invocation.output().value(ManagementText.value(key), ManagementText.one(key));
        }
    }

    @Command(name = "update", description = "Change what a key may do; what is not given stays as it is.")
    void update(
            @CompletesAs(CompletionKind.KEYS) @Parameters(paramLabel = "NAME", description = "name of the key")
                    String name,
            @CompletesAs(CompletionKind.USERS)
                    @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "whose it is from now on; none for nobody's")
                    @Nullable
                    String user,
            @CompletesAs(CompletionKind.TEAMS)
                    @Option(
                            names = "--team",
                            paramLabel = "NAME",
                            description = "its team from now on; none for no team")
                    @Nullable
                    String team,
            @ArgGroup @Nullable ChangedRole role,
            @Mixin KeyOptions options) {
        ObjectNode body = ManagementClient.JSON.createObjectNode();
        owner(body, "user", user);
        owner(body, "team", team);
        if (role != null) {
            body.put("role", role.word());
        }
        options.writeTo(body, Instant.now());
        try (ManagementClient door = door()) {
            JsonNode key = door.ask("PATCH", path(name), body);
            options.limits.unserved(invocation).forEach(invocation.output()::note);
            invocation.output().value(ManagementText.value(key), ManagementText.one(key));
        }
    }

    /// What a key that is made shall open, said in one way of two. A word nobody knows is refused by the admin API.
    static final class MadeRole {
        @Option(names = "--admin", description = "let it open the admin API as well: --role admin")
        boolean admin;

        @CompletesAs(CompletionKind.ROLES)
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "what it opens: ordinary (models), admin (all), metrics (/metrics alone), team-admin (its"
                        + " team's keys), member (its user's own keys)")
        @Nullable
        String role;

        private @Nullable String word() {
            return admin ? "admin" : role;
        }
    }

    /// What a key shall open from now on, said in one way of two.
    static final class ChangedRole {
        @Option(names = "--admin", negatable = true, description = "--role admin, or with --no-admin --role ordinary")
        @Nullable
        Boolean admin;

        @CompletesAs(CompletionKind.ROLES)
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "what it opens: ordinary (models), admin (all), metrics (/metrics alone), team-admin (its"
                        + " team's keys), member (its user's own keys)")
        @Nullable
        String role;

        private @Nullable String word() {
            if (admin == null) {
                return role;
            }
            return admin ? "admin" : "ordinary";
        }
    }

    private static void owner(ObjectNode body, String field, @Nullable String name) {
        if (name != null) {
            body.put(field, name.equals(LimitOptions.NONE) ? null : name);
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Give a key another token and print it, the only time it can be seen.",
                "Limits, and what was spent, stay as they are."
            })
    void rotate(
            @CompletesAs(CompletionKind.KEYS) @Parameters(paramLabel = "NAME", description = "name of the key")
                    String name,
            @Option(
                            names = "--grace",
                            paramLabel = "LENGTH",
                            description = "how long the old token is valid besides: 15m, 24h, 7d (default: not at all)")
                    @Nullable
                    String grace) {
        if (Appliance.KEPT_KEYS.contains(name)) {
            rotateKept(name, grace);
            return;
        }
        ObjectNode body = ManagementClient.JSON.createObjectNode();
        if (grace != null) {
            Duration length = KeyOptions.length(grace);
            if (length == null) {
                body.put("grace_seconds", grace);
            } else {
                body.put("grace_seconds", length.toSeconds());
            }
        }
        try (ManagementClient door = door()) {
            issued(door.ask("POST", path(name) + "/rotate", body), "has another token");
        }
    }

    /// The keys that are in files of the home: the appliance reads them when it starts, and then the old token is
    /// gone.
    private void rotateKept(String name, @Nullable String grace) {
        if (grace != null) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "--grace is for keys that were made here; the old token of " + name + " ends at once",
                    "aiplat keys rotate"));
        }
        Home home = new Home(invocation.home());
        home.requireReadable();
        if (!home.exists()) {
            throw new ApplianceException(ClientProblems.notRunning(home.root()));
        }
        Path file = name.equals("admin") ? home.adminKey() : home.ownerKey();
        try (LockFile _ = LockFile.ofHome(home, "keys rotate", Clock.systemUTC())) {
            if (new ApplianceFile(home.appliance()).running().isPresent()) {
                throw new ApplianceException(CommandProblems.keyServes(name));
            }
            Secret token = new OwnerKey(file, new SecureRandom()).renew();
            invocation
                    .output()
                    .note("Key " + name + " has another token, also in " + file
                            + ". The old one opens nothing from the next `aiplat up` on. This is the new one:");
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("name", name);
            answer.put("token", token.value());
            invocation.output().value(answer, token.value() + "\n");
        }
    }

    @Command(name = "revoke", description = "Take a key back, at once and for good. It stays in the list.")
    void revoke(
            @CompletesAs(CompletionKind.KEYS) @Parameters(paramLabel = "NAME", description = "name of the key")
                    String name) {
        try (ManagementClient door = door()) {
            JsonNode key = door.ask("POST", path(name) + "/revoke", null);
            invocation.output().value(ManagementText.value(key), "Key " + name + " is revoked.\n");
        }
    }

    @Command(name = "delete", description = "Delete a key; its name is free again, its spend stays in reports.")
    void delete(
            @CompletesAs(CompletionKind.KEYS) @Parameters(paramLabel = "NAME", description = "name of the key")
                    String name) {
        try (ManagementClient door = door()) {
            door.ask("DELETE", path(name), null);
            invocation.output().value(Map.of("deleted", name), "Key " + name + " is deleted.\n");
        }
    }

    private void issued(JsonNode key, String what) {
        invocation
                .output()
                .note("Key " + key.path("name").asText() + " " + what
                        + ". This is its token; it cannot be shown again:");
        invocation.output().value(ManagementText.value(key), key.path("token").asText() + "\n");
    }

    private static String path(String name) {
        return "/keys/" + ApplianceClient.encoded(name);
    }

    private ManagementClient door() {
        return ManagementClient.open(invocation.home());
    }
}
