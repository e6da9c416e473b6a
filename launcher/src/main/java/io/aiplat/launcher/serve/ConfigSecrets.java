package io.aiplat.launcher.serve;

import io.aiplat.model.Secret;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import java.util.ArrayList;
import java.util.List;

/// The credentials in a gateway.yaml, for the log not to have: keys and headers of upstreams, keys of
/// clients, and the password of a database.
final class ConfigSecrets {
    private ConfigSecrets() {}

    static List<Secret> of(GatewayConfig plan) {
        List<Secret> all = new ArrayList<>();
        plan.upstreams().values().forEach(upstream -> {
            all.addAll(upstream.headers().values());
            Secret key = upstream.key();
            if (key != null) {
                all.add(key);
            }
        });
        plan.keys().forEach(seed -> all.add(seed.key()));
        Listener.Database database = plan.listener().database();
        if (database != null) {
            all.add(database.url());
            if (database.password() != null) {
                all.add(database.password());
            }
        }
        return all;
    }
}
