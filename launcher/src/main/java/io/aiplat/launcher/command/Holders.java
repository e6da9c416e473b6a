package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// What `aiplat users` and `aiplat teams` do.
final class Holders {
    private final Invocation invocation;
    private final String kind;

    /// @param kind `user` or `team`
    Holders(Invocation invocation, String kind) {
        this.invocation = invocation;
        this.kind = kind;
    }

    void list() {
        try (AdminDoor door = door()) {
            JsonNode holders = door.ask("GET", "/" + kind + "s", null).path("data");
            invocation.output().value(AdminText.value(holders), AdminText.holders(holders));
        }
    }

    void create(String name, LimitOptions limits) {
        ObjectNode body = AdminDoor.JSON.createObjectNode().put("name", name);
        limits.writeTo(body);
        try (AdminDoor door = door()) {
            tell(door.ask("POST", "/" + kind + "s", body));
        }
    }

    void update(String name, LimitOptions limits) {
        ObjectNode body = AdminDoor.JSON.createObjectNode();
        limits.writeTo(body);
        try (AdminDoor door = door()) {
            tell(door.ask("PATCH", path(name), body));
        }
    }

    void delete(String name) {
        try (AdminDoor door = door()) {
            door.ask("DELETE", path(name), null);
            String word = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
            invocation.output().value(Map.of("deleted", name), word + " " + name + " is deleted.\n");
        }
    }

    private void tell(JsonNode holder) {
        invocation.output().value(AdminText.value(holder), AdminText.one(holder));
    }

    private String path(String name) {
        return "/" + kind + "s/" + AdminDoor.encoded(name);
    }

    private AdminDoor door() {
        return AdminDoor.open(invocation.home());
    }
}
