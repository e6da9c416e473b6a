package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.management.JsonType;
import io.aiplat.management.ObjectType;
import io.aiplat.management.RequestType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fields of a key, as they are asked for and as they are answered.
final class KeyFields {
    private static final JsonType ROLE =
            JsonType.oneOf(Arrays.stream(Role.values()).map(Role::word).toList());
    private static final JsonType NULLABLE_TEXT = JsonType.text().orNull();
    private static final JsonType END = JsonType.moment().orNull();
    private static final JsonType TAGS = JsonType.listOf(
                    JsonType.text().with("minLength", 1).with("maxLength", 64).with("pattern", "^[!-+\\--~]{1,64}$"))
            .with("maxItems", 16)
            .described("Words that its spend is reported by.");
    private static final JsonType CACHE =
            JsonType.flag().described("Whether its requests may be answered from the response cache.");
    private static final JsonType SHADOW = JsonType.flag().described("Whether its limits only report.");

    /// What is said of a key to be made.
    static final RequestType<KeyChange> NEW = RequestType.named("NewKey")
            .needed("name", LimitFields.NAME)
            .with(changeable("NewKeyFields"))
            .required(KeyChange::new);

    /// What is changed of a key.
    static final RequestType<KeyChange> CHANGE = changeable("KeyChange")
            .described("What is left out stays as it is.")
            .required(KeyChange::new);

    private static final ObjectType<KeyRecord.Token> TOKEN = ObjectType.<KeyRecord.Token>named("Token")
            .field("prefix", JsonType.text(), KeyRecord.Token::prefix)
            .field("created", JsonType.moment(), KeyRecord.Token::created)
            .field("valid_until", END.described("null as long as the key is valid."), KeyRecord.Token::validUntil)
            .build();

    /// A key, without its token.
    static final ObjectType<Shown> KEY = ObjectType.<Shown>named("Key")
            .field("name", JsonType.text(), shown -> shown.key.name())
            .field("role", ROLE, shown -> shown.key.role().word())
            .field(
                    "state",
                    JsonType.oneOf(List.of("active", "expired", "revoked", "withdrawn")),
                    shown -> state(shown.key, shown.now))
            .field("user", NULLABLE_TEXT, shown -> name(shown.key.user()))
            .field("team", NULLABLE_TEXT, shown -> name(shown.key.team()))
            .field("created", JsonType.moment(), shown -> shown.key.created())
            .field(
                    "expires",
                    END.described("When it stops opening anything; null for never."),
                    shown -> shown.key.settings().expires())
            .field("revoked", END, shown -> shown.key.revoked())
            .with(LimitFields.ANSWERED, shown -> shown.key.settings().limits())
            .field("tags", TAGS, shown -> shown.key.settings().tags())
            .field("cache", CACHE, shown -> shown.key.settings().cache())
            .field("shadow", SHADOW, shown -> shown.key.settings().shadow())
            .field(
                    "tokens",
                    JsonType.listOf(TOKEN.type())
                            .described("Newest first; more than one while a rotated one has its time of grace."),
                    shown -> shown.key.tokens().stream().map(TOKEN::json).toList())
            .field("spent", LimitFields.SPENT, Shown::spent)
            .build();

    /// A key with its token.
    static final ObjectType<Issued> ISSUED = ObjectType.<Issued>named("IssuedKey")
            .with(KEY, Issued::shown)
            .field("token", JsonType.text().described("The only time it can be seen."), Issued::token)
            .build();

    private KeyFields() {}

    /// A key at a time.
    ///
    /// @param spent what was spent of each of its budgets
    record Shown(KeyRecord key, Instant now, List<ObjectNode> spent) {}

    /// A key and its token.
    record Issued(Shown shown, String token) {}

    private static RequestType.Builder changeable(String name) {
        return RequestType.named(name)
                .field(
                        "role",
                        ROLE.orNull()
                                .described("What it opens: ordinary the endpoint, admin the admin API and /metrics as"
                                        + " well, metrics /metrics alone. Besides the endpoint, team-admin opens its"
                                        + " team's part of the admin API, and member its user's own."))
                .field("user", NULLABLE_TEXT.described("Whose it is, by name."))
                .field("team", NULLABLE_TEXT.described("Which team it belongs to, by name."))
                .field(
                        "expires",
                        END.described("When it stops opening anything, at an offset below 18 hours; null for never.")
                                .with("pattern", "([Zz]|[+-](0[0-9]|1[0-7]):[0-5][0-9])$"))
                .field("tags", TAGS.orNull())
                .field("cache", CACHE.orNull())
                .field("shadow", SHADOW.orNull())
                .with(LimitFields.asked());
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
}
