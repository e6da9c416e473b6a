package io.aiplat.provisioning.plan;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.Patch;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Use of a PostgreSQL database by gateway pods: which secret has its address, and who makes that.
///
/// @param secret    its name
/// @param entry     of it, with the address
/// @param url       what the secret is made of; null for one that is there
/// @param authority PEM file for the secret that is made; null for none
record DatabaseUse(
        String secret,
        String entry,
        @Nullable Secret url,
        @Nullable Path authority) {
    /// The secret that is made of the settings.
    private static final String MADE = "aiplat-database";

    private static final String ENTRY = "url";

    /// What the settings say; empty where each gateway keeps its own.
    static Optional<DatabaseUse> of(Settings settings) {
        Settings.GatewayDatabase said = settings.database();
        if (said.url() != null) {
            return Optional.of(new DatabaseUse(MADE, ENTRY, said.url(), said.authority()));
        }
        if (said.secret() != null) {
            String[] parts = said.secret().split("/", 2);
            return Optional.of(new DatabaseUse(parts[0], parts.length == 1 ? ENTRY : parts[1], null, null));
        }
        return Optional.empty();
    }

    /// What is wrong with the settings; empty if nothing.
    static Optional<Problem> refusal(Settings settings) {
        Settings.GatewayDatabase said = settings.database();
        Secret url = said.url();
        if (url != null && said.secret() != null) {
            return Optional.of(PlanProblems.databaseUnusable(
                    "Both database.url and database.secret are set, and gateways have one database."));
        }
        if (url != null && !url.value().matches("postgres(ql)?://[^/]+/.+")) {
            return Optional.of(PlanProblems.databaseUnusable(
                    "database.url is not of the form postgresql://USER:PASSWORD@HOST/NAME."));
        }
        if (url == null && said.authority() != null) {
            return Optional.of(PlanProblems.databaseUnusable(
                    "database.ca-file goes with database.url; a secret of your own has its authorities itself."));
        }
        return Optional.empty();
    }

    Patch patch(String config) {
        return new Patch.ShareDatabase(config, secret, entry, url, authority);
    }
}
