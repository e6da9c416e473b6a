package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A key as JSON.
final class KeyFields {
    /// What can be changed.
    static final List<String> CHANGEABLE =
            LimitFields.and("role", "user", "team", "expires", "tags", "cache", "shadow");

    /// What can be said when it is made.
    static final List<String> ALL =
            Stream.concat(Stream.of("name"), CHANGEABLE.stream()).toList();

    /// Times beyond it have no number of milliseconds, or none that other programs could read.
    private static final Instant AFTER_ALL = Instant.parse("+10000-01-01T00:00:00Z");

    private KeyFields() {}

    /// The key with every field that is named put in place of what was there.
    static NewKey change(ManagementBody body, NewKey before) {
        return new NewKey(
                before.name(),
                body.names("role") ? role(body) : before.role(),
                body.names("user") ? body.text("user") : before.user(),
                body.names("team") ? body.text("team") : before.team(),
                change(body, before.settings()));
    }

    private static KeySettings change(ManagementBody body, KeySettings before) {
        return new KeySettings(
                LimitFields.change(body, before.limits()),
                body.names("expires") ? expires(body) : before.expires(),
                body.names("tags") ? tags(body) : before.tags(),
                body.names("cache") ? body.flag("cache") : before.cache(),
                body.names("shadow") ? body.flag("shadow") : before.shadow());
    }

    private static Role role(ManagementBody body) {
        String role = body.text("role");
        return switch (role == null ? "ordinary" : role) {
            case "ordinary" -> Role.ORDINARY;
            case "admin" -> Role.ADMIN;
            case "metrics" -> Role.METRICS;
            default -> throw ManagementBody.invalid("role", "it is ordinary, admin or metrics, not " + role);
        };
    }

    private static List<String> tags(ManagementBody body) {
        KeySettings plain = KeySettings.PLAIN;
        return ManagementBody.checked(
                "tags", () -> new KeySettings(plain.limits(), null, body.texts("tags"), false, false).tags());
    }

    private static @Nullable Instant expires(ManagementBody body) {
        String text = body.text("expires");
        if (text == null) {
            return null;
        }
        try {
            Instant end = OffsetDateTime.parse(text).toInstant();
            if (!end.isBefore(Instant.EPOCH) && end.isBefore(AFTER_ALL)) {
                return end;
            }
        } catch (DateTimeException e) {
            throw ManagementBody.invalid("expires", "it is a time such as 2026-12-31T23:59:59Z, not " + text);
        }
        throw ManagementBody.invalid("expires", "it is a time of the years 1970 to 9999, not " + text);
    }

    /// A key, without its token.
    static ObjectNode json(KeyRecord key, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", key.name());
        json.put("role", key.role().name().toLowerCase(Locale.ROOT));
        json.put("state", state(key, now));
        json.put("user", name(key.user()));
        json.put("team", name(key.team()));
        json.put("created", key.created().toString());
        json.put("expires", text(key.settings().expires()));
        json.put("revoked", text(key.revoked()));
        LimitFields.write(json, key.settings().limits());
        key.settings().tags().forEach(json.putArray("tags")::add);
        json.put("cache", key.settings().cache());
        json.put("shadow", key.settings().shadow());
        for (KeyRecord.Token token : key.tokens()) {
            json.withArray("tokens")
                    .addObject()
                    .put("prefix", token.prefix())
                    .put("created", token.created().toString())
                    .put("valid_until", text(token.validUntil()));
        }
        return json;
    }

    private static String state(KeyRecord key, Instant now) {
        Instant expires = key.settings().expires();
        if (key.revoked() != null) {
            return "revoked";
        }
        if (key.withdrawn() != null) {
            return "withdrawn";
        }
        return expires != null && !expires.isAfter(now) ? "expired" : "active";
    }

    private static @Nullable String name(@Nullable LimitOwner holder) {
        return holder == null ? null : holder.name();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
