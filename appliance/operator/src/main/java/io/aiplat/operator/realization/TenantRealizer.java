package io.aiplat.operator.realization;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.tenant.TenantKey;
import io.aiplat.operator.tenant.TenantObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Realizer of tenants: a namespace with all that bounds it, and a team with a key at the gateway.
///
/// A tenant is its resource's own once its namespace carries the marks of that, which is done first. So whatever step
/// is the last one, the next look knows what was begun, and takes over nothing that somebody else made.
final class TenantRealizer implements Realizer<Tenant> {
    private static final Duration RETRY = Duration.ofSeconds(20);

    private final ClusterObjects objects;
    private final TeamHome teams;
    private final PodGateway gateway;

    TenantRealizer(ClusterObjects objects, TeamHome teams, PodGateway gateway) {
        this.objects = objects;
        this.teams = teams;
        this.gateway = gateway;
    }

    @Override
    public Realization realize(ResourceKey key, List<Tenant> wanted, @Nullable ModelReport before) {
        try {
            return realize(key, wanted.getFirst());
        } catch (ApplianceException e) {
            return Realization.degraded(e.problem()).again(RETRY);
        }
    }

    private Realization realize(ResourceKey key, Tenant tenant) {
        ObjectWatch watch = objects.watch();
        Optional<HasMetadata> namespace = watch.find("Namespace", null, tenant.namespace());
        if (namespace.isEmpty()) {
            if (teams.has(tenant.team()) && !teams.hasKey(tenant.team())) {
                return Realization.degraded(RealizationProblems.teamOfAnother(tenant.team()))
                        .again(RETRY);
            }
            objects.make(key, TenantObjects.namespace(tenant));
        } else if (!ObjectMarks.are(namespace.get(), key)) {
            return Realization.degraded(RealizationProblems.objectOfAnother("Namespace " + tenant.namespace()))
                    .again(RETRY);
        }
        teams.become(tenant);
        URI reached = watch.node().flatMap(gateway::url).orElse(null);
        List<HasMetadata> all = new ArrayList<>(TenantObjects.of(tenant, reached));
        all.add(key(watch, tenant).object(tenant, reached));
        objects.apply(key, all);
        return Realization.ready("The namespace " + tenant.namespace() + " is there, and the secret " + tenant.secret()
                + " in it has the team's key." + (reached == null ? unreached() : ""));
    }

    private static String unreached() {
        return " Pods do not reach the gateway, because it listens for this machine only; set gateway.listen and"
                + " gateway.hosts.";
    }

    /// The key that is there, or another where it is lost: its token stands in the secret and nowhere else.
    private TenantKey key(ObjectWatch watch, Tenant tenant) {
        Optional<TenantKey> there = watch.find("Secret", tenant.namespace(), tenant.secret())
                .flatMap(TenantKey::read)
                .filter(_ -> teams.hasKey(tenant.team()));
        return there.orElseGet(() -> {
            Secret token = teams.issue(tenant.team());
            return TenantKey.of(token);
        });
    }

    /// Undoes what was done for a resource: the key first, because it opens something.
    void release(ResourceKey key) {
        ObjectWatch watch = objects.watch();
        for (HasMetadata object : watch.all()) {
            if (object.getKind().equals("Namespace") && ObjectMarks.are(object, key)) {
                TenantObjects.team(object).ifPresent(teams::remove);
                objects.delete(object);
            }
        }
    }
}
