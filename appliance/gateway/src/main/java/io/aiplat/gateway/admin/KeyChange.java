package io.aiplat.gateway.admin;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementProblems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Change of a key: every field that the body names is put in place of what was there.
record KeyChange(ManagementBody body) {
    /// Times beyond it have no number of milliseconds, or none that other programs could read.
    private static final Instant AFTER_ALL = Instant.parse("+10000-01-01T00:00:00Z");

    /// The name of a key to be made.
    String name() {
        String name = body.requiredText("name");
        return ManagementBody.checked("name", () -> NewKey.plain(name).name());
    }

    /// The key after it.
    NewKey of(NewKey before) {
        Role role = body.names("role") ? role(body) : before.role();
        String user = body.names("user") ? body.text("user") : before.user();
        String team = body.names("team") ? body.text("team") : before.team();
        KeySettings settings = of(before.settings());
        try {
            return new NewKey(before.name(), role, user, team, settings);
        } catch (IllegalArgumentException e) {
            throw ManagementException.wrong(ManagementProblems.roleUnowned(String.valueOf(e.getMessage())), "role");
        }
    }

    private KeySettings of(KeySettings before) {
        return new KeySettings(
                LimitFields.change(body, before.limits()),
                body.names("expires") ? expires(body) : before.expires(),
                body.names("tags") ? tags(body) : before.tags(),
                body.names("cache") ? body.flag("cache") : before.cache(),
                body.names("shadow") ? body.flag("shadow") : before.shadow());
    }

    private static Role role(ManagementBody body) {
        String word = body.text("role");
        return word == null
                ? Role.ORDINARY
                : Arrays.stream(Role.values())
                        .filter(role -> role.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> ManagementBody.invalid(
                                "role",
                                "it is ordinary, admin or metrics, or of a team's or a person's key team-admin or"
                                        + " member, not " + word));
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
}
