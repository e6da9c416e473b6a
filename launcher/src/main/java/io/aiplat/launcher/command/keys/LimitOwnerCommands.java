package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.Map;

/// What `aiplat users` and `aiplat teams` do.
final class LimitOwnerCommands {
    private final Invocation invocation;
    private final String kind;

    /// @param kind `user` or `team`
    LimitOwnerCommands(Invocation invocation, String kind) {
        this.invocation = invocation;
        this.kind = kind;
    }

    void list() {
        try (ManagementClient door = door()) {
            JsonNode holders = door.ask("GET", "/" + kind + "s", null).path("data");
            invocation.output().value(ManagementText.value(holders), ManagementText.holders(holders));
        }
    }

    void create(String name, LimitOptions limits) {
        ObjectNode body = ManagementClient.JSON.createObjectNode().put("name", name);
        limits.writeTo(body);
        try (ManagementClient door = door()) {
            tell(door.ask("POST", "/" + kind + "s", body));
        }
    }

    void update(String name, LimitOptions limits) {
        ObjectNode body = ManagementClient.JSON.createObjectNode();
        limits.writeTo(body);
        try (ManagementClient door = door()) {
            tell(door.ask("PATCH", path(name), body));
        }
    }

    void delete(String name) {
        try (ManagementClient door = door()) {
            door.ask("DELETE", path(name), null);
            String word = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
            invocation.output().value(Map.of("deleted", name), word + " " + name + " is deleted.\n");
        }
    }

    private void tell(JsonNode holder) {
        invocation.output().value(ManagementText.value(holder), ManagementText.one(holder));
    }

    private String path(String name) {
        return "/" + kind + "s/" + ApplianceClient.encoded(name);
    }

    private ManagementClient door() {
        return ManagementClient.open(invocation.home());
    }
}
