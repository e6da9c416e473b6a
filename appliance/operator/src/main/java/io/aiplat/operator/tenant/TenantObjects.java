package io.aiplat.operator.tenant;

import io.aiplat.operator.desired.Tenant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects that a tenant becomes, but for the secret with its key. Pure.
public final class TenantObjects {
    private static final String TEAM = "aiplat.io/team";
    private static final String NAME = "team";
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> WRITE =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    /// What a container requests that says nothing: a quota refuses one that requests nothing.
    private static final Quantity LITTLE_CPU = new Quantity("100m");

    private static final Quantity LITTLE_MEMORY = new Quantity("128Mi");

    private TenantObjects() {}

    /// Its namespace, which is the first of them.
    public static HasMetadata namespace(Tenant tenant) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(tenant.namespace())
                .addToLabels(TEAM, tenant.team())
                .addToLabels("pod-security.kubernetes.io/enforce", "baseline")
                .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                .endMetadata()
                .build();
    }

    /// The team whose namespace one is.
    public static Optional<String> team(HasMetadata namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        return Optional.ofNullable(labels == null ? null : labels.get(TEAM));
    }

    /// All of them, the namespace first.
    ///
    /// @param gateway base address as pods reach it; null where they do not
    public static List<HasMetadata> of(Tenant tenant, @Nullable URI gateway) {
        return List.of(
                namespace(tenant),
                TenantPolicy.of(meta(tenant, NAME), gateway),
                quota(tenant),
                limits(tenant),
                role(tenant),
                binding(tenant));
    }

    static ObjectMeta meta(Tenant tenant, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(tenant.namespace())
                .withLabels(Map.of(TEAM, tenant.team()))
                .build();
    }

    private static HasMetadata quota(Tenant tenant) {
        Map<String, Quantity> hard = new LinkedHashMap<>();
        hard.put("requests.cpu", new Quantity(tenant.cpu()));
        hard.put("requests.memory", new Quantity(tenant.memory()));
        hard.put("requests.nvidia.com/gpu", new Quantity(Integer.toString(tenant.gpus())));
        return new ResourceQuotaBuilder()
                .withMetadata(meta(tenant, NAME))
                .withNewSpec()
                .withHard(hard)
                .endSpec()
                .build();
    }

    /// A container may have all that the team may request, and no more: a limit that is not written is this.
    private static HasMetadata limits(Tenant tenant) {
        Map<String, Quantity> most = new LinkedHashMap<>();
        most.put(CPU, new Quantity(tenant.cpu()));
        most.put(MEMORY, new Quantity(tenant.memory()));
        return new LimitRangeBuilder()
                .withMetadata(meta(tenant, NAME))
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withMax(most)
                .withDefault(most)
                .addToDefaultRequest(CPU, smaller(LITTLE_CPU, tenant.cpu()))
                .addToDefaultRequest(MEMORY, smaller(LITTLE_MEMORY, tenant.memory()))
                .endLimit()
                .endSpec()
                .build();
    }

    private static Quantity smaller(Quantity little, String most) {
        Quantity bound = new Quantity(most);
        BigDecimal amount = bound.getNumericalAmount();
        return little.getNumericalAmount().compareTo(amount) <= 0 ? little : bound;
    }

    /// What runs in the namespace is the team's, and what bounds it is not.
    private static HasMetadata role(Tenant tenant) {
        return new RoleBuilder()
                .withMetadata(meta(tenant, NAME))
                .withRules(
                        rule(
                                "",
                                WRITE,
                                "pods",
                                "pods/exec",
                                "pods/portforward",
                                "services",
                                "configmaps",
                                "secrets",
                                "persistentvolumeclaims"),
                        rule("", READ, "pods/log", "pods/status", "events", "resourcequotas", "limitranges"),
                        rule("apps", WRITE, "deployments", "deployments/scale", "statefulsets", "replicasets"),
                        rule("batch", WRITE, "jobs", "cronjobs"),
                        rule("autoscaling", WRITE, "horizontalpodautoscalers"),
                        rule("networking.k8s.io", READ, "networkpolicies"),
                        rule("agentops.io", WRITE, "agentdeployments"))
                .build();
    }

    private static PolicyRule rule(String group, List<String> verbs, String... resources) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }

    private static HasMetadata binding(Tenant tenant) {
        return new RoleBindingBuilder()
                .withMetadata(meta(tenant, NAME))
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                .addNewSubject()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Group")
                .withName(tenant.team())
                .endSubject()
                .build();
    }
}
