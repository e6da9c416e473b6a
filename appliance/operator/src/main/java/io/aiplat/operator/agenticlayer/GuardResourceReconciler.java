package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.ReferredStatus;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Tier;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reconciler of [GuardResource].
public final class GuardResourceReconciler extends KindReconciler<GuardResource, ReferredStatus> {
    /// @param clock of the times in conditions
    public GuardResourceReconciler(Realizers realizers, InstantSource clock) {
        super(GuardResource.class, realizers, clock);
    }

    /// The name of a guard among all that the gateway has.
    static String name(String namespace, String name) {
        return namespace + "/" + name;
    }

    @Override
    protected Translation translate(GuardResource resource, ClusterReader cluster) {
        GuardSpec spec = resource.getSpec();
        String namespace = resource.getMetadata().getNamespace();
        String name = resource.getMetadata().getName();
        Optional<String> wish = wish(spec.presidio());
        if (wish.isPresent()) {
            return new Translation.Refused(ResourceProblems.guardWish(name, wish.get()));
        }
        String in = spec.providerRef().in(namespace);
        Optional<GuardrailProvider> provider =
                cluster.resource(GuardrailProvider.class, in, spec.providerRef().name());
        if (provider.isEmpty()) {
            return new Translation.Refused(ResourceProblems.nothingReferredTo(
                    "The guard " + name,
                    "GuardrailProvider " + in + "/" + spec.providerRef().name()));
        }
        GuardrailProviderSpec.PresidioAddress presidio =
                provider.get().getSpec().presidio();
        if (presidio == null) {
            return new Translation.Refused(ResourceProblems.guardOutOfHouse(
                    "The guard " + name, provider.get().getSpec().type()));
        }
        String known = name(namespace, name);
        URI url = URI.create(presidio.baseUrl());
        Guard guard = new Guard.Presidio(known, url, moments(spec.mode()), Tier.of(url));
        return Translation.of(
                new GatewayRoutes(new Fragment(null, Map.of(), List.of(), Map.of(), Map.of(known, guard))));
    }

    private static Set<Guard.Moment> moments(List<GuardSpec.Mode> modes) {
        Set<Guard.Moment> moments = EnumSet.noneOf(Guard.Moment.class);
        modes.forEach(mode -> moments.add(mode == GuardSpec.Mode.POST_CALL ? Guard.Moment.AFTER : Guard.Moment.BEFORE));
        return moments;
    }

    /// What of it would change what is found, and cannot be had.
    private static Optional<String> wish(GuardSpec.@Nullable PresidioSpec spec) {
        if (spec == null) {
            return Optional.empty();
        }
        if (spec.language() != null && !spec.language().equals("en")) {
            return Optional.of("language " + spec.language());
        }
        if (spec.scoreThresholds() != null && !spec.scoreThresholds().isEmpty()) {
            return Optional.of("scoreThresholds");
        }
        return spec.entityActions() == null
                ? Optional.empty()
                : spec.entityActions().entrySet().stream()
                        .filter(each -> !each.getValue().equals("MASK"))
                        .map(each -> "entityActions " + each.getKey() + ": " + each.getValue())
                        .findFirst();
    }

    @Override
    protected ReferredStatus status(GuardResource resource, Realization realization, List<Condition> conditions) {
        return ReferredStatus.of(conditions);
    }

    @Override
    protected GuardResource blank() {
        return new GuardResource();
    }
}
