package io.aiplat.cluster.delivery;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Delivery: a set of objects under one name, which a person brings to a cluster again and again. Applied by
/// server-side apply, so that fields of others stay; what was taken out of the set is deleted. It can be interrupted
/// at any point and done again.
public final class Delivery {
    /// The name under which fields are ours.
    static final String FIELD_MANAGER = "aiplat-delivery";

    /// The annotation with the name of the delivery that an object is of. Fields by themselves do not tell: one of
    /// which nothing but the name is wished has no fields of anybody.
    static final String MARK = "aiplat.io/delivery";

    /// What holds data, or other people's objects, goes only when that is asked for.
    private static final Set<String> KEPT =
            Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace", "CustomResourceDefinition");

    private static final String DEFINITION = "CustomResourceDefinition";

    private final KubernetesApi kube;
    private final String name;
    private final DeliveryInventory inventory;
    private final ServedKinds kinds;

    /// A delivery to a cluster; nothing is asked of it yet.
    ///
    /// @param namespace where its inventory is, the home's own
    /// @param name      lower-case letters, digits and dashes
    public Delivery(KubernetesApi kube, String namespace, String name) {
        this.kube = kube;
        this.name = name;
        this.inventory = new DeliveryInventory(kube, namespace, name);
        this.kinds = new ServedKinds(kube.client());
    }

    /// What became of objects.
    ///
    /// @param changed    words for each that was made or changed
    /// @param unchanged  how many were as they should be
    /// @param removed    words for each that was deleted
    /// @param kept       words for each that was taken out and stays, because it holds data
    public record Outcome(List<String> changed, int unchanged, List<String> removed, List<String> kept) {
        public Outcome {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
            kept = List.copyOf(kept);
        }
    }

    /// What applying would change, asked of the API server without changing anything.
    ///
    /// @param purge whether what holds data would go too
    /// @throws ApplianceException `CLUSTER_API_REFUSED` and the like, `DELIVERY_FIELDS_OF_ANOTHER`
    public List<ObjectDifference> differences(List<RenderedObject> objects, boolean force, boolean purge) {
        List<ObjectDifference> differences = new ArrayList<>();
        List<DeliveredObject> wanted = new ArrayList<>();
        for (RenderedObject object : objects) {
            Optional<ResourceDefinitionContext> kind = kind(object.apiVersion(), object.kind());
            DeliveredObject id =
                    DeliveredObject.of(object, kind.isEmpty() || kind.get().isNamespaceScoped());
            wanted.add(id);
            GenericKubernetesResource there = kind.map(k -> read(k, id)).orElse(null);
            Map<String, Object> before = there == null ? null : plain(there);
            Map<String, Object> after =
                    kind.map(k -> dryRun(k, id, object, force)).orElseGet(() -> plain(generic(object)));
            ObjectDifference difference = ObjectDifference.of(id.words(), before, after);
            if (!difference.text().isEmpty()) {
                differences.add(difference);
            }
        }
        for (DeliveredObject gone : leaving(wanted)) {
            GenericKubernetesResource there = kind(gone).map(k -> read(k, gone)).orElse(null);
            if (there != null && isOurs(there) && (purge || !KEPT.contains(gone.kind()))) {
                differences.add(ObjectDifference.of(gone.words(), plain(there), null));
            }
        }
        return differences;
    }

    /// Applies them in order, and deletes what an earlier delivery had and these have not: namespaces and definitions
    /// first, and the rest in the order they come in.
    ///
    /// @param force whether fields that others have set are taken over
    /// @param purge whether what holds data goes too, where it was taken out
    /// @param told  gets a line for each change
    /// @throws ApplianceException `DELIVERY_KIND_UNKNOWN`, `DELIVERY_FIELDS_OF_ANOTHER`, `DELIVERY_OF_ANOTHER` and
    ///     more
    public Outcome apply(
            List<RenderedObject> objects, boolean force, boolean purge, Duration limit, Consumer<String> told) {
        requireDeliverable(objects, force);
        List<DeliveredObject> wanted = objects.stream().map(this::expected).toList();
        List<DeliveredObject> leaving = leaving(wanted);
        List<DeliveredObject> all = new ArrayList<>(wanted);
        all.addAll(leaving);
        inventory.write(all);
        List<String> changed = new ArrayList<>();
        List<RenderedObject> first = objects.stream().filter(Delivery::isFirst).toList();
        first.forEach(object -> apply(object, force, changed, told));
        await(first, limit, told);
        kinds.forget();
        objects.stream().filter(object -> !isFirst(object)).forEach(object -> apply(object, force, changed, told));
        Outcome outcome = removed(leaving, purge, limit, told);
        List<DeliveredObject> stay =
                new ArrayList<>(objects.stream().map(this::expected).toList());
        leaving.stream().filter(each -> outcome.kept().contains(each.words())).forEach(stay::add);
        inventory.write(stay);
        return new Outcome(changed, objects.size() - changed.size(), outcome.removed(), outcome.kept());
    }

    /// Refuses what cannot be delivered. What is refused leaves no trace, so it is looked for before anything is
    /// written.
    ///
    /// @param force whether objects of other deliveries are taken over
    /// @throws ApplianceException `DELIVERY_KIND_UNKNOWN`, `DELIVERY_OF_ANOTHER`
    public void requireDeliverable(List<RenderedObject> objects, boolean force) {
        Set<String> defined = objects.stream()
                .filter(object -> object.kind().equals(DEFINITION))
                .map(Delivery::defined)
                .collect(Collectors.toSet());
        for (RenderedObject object : objects) {
            DeliveredObject id = expected(object);
            Optional<ResourceDefinitionContext> kind = kind(id);
            if (kind.isEmpty() && !defined.contains(id.group() + " " + id.kind())) {
                throw unknown(id.words(), id.apiVersion(), id.kind());
            }
            String other = kind.map(k -> read(k, id)).map(Delivery::mark).orElse(name);
            if (!other.equals(name) && !force) {
                throw new ApplianceException(DeliveryProblems.ofAnotherDelivery(id.words(), other));
            }
        }
    }

    /// Group and kind of a definition.
    private static String defined(RenderedObject definition) {
        return definition.content().get("spec") instanceof Map<?, ?> spec
                        && spec.get("names") instanceof Map<?, ?> names
                ? spec.get("group") + " " + names.get("kind")
                : "";
    }

    private static boolean isFirst(RenderedObject object) {
        return object.kind().equals("Namespace") || object.kind().equals(DEFINITION);
    }

    /// Deletes all that was delivered.
    ///
    /// @param purge whether what holds data goes too; without it that stays, and stays known
    /// @throws ApplianceException `DELIVERY_UNKNOWN`, `CLUSTER_API_REFUSED` and the like
    public Outcome remove(boolean purge, Duration limit, Consumer<String> told) {
        List<DeliveredObject> there = inventory
                .read()
                .orElseThrow(() -> new ApplianceException(DeliveryProblems.unknown(name, inventory.names())));
        Outcome outcome = removed(there, purge, limit, told);
        if (outcome.kept().isEmpty()) {
            inventory.delete();
        } else {
            inventory.write(there.stream()
                    .filter(each -> outcome.kept().contains(each.words()))
                    .toList());
        }
        return outcome;
    }

    /// Waits until all are as they should be.
    ///
    /// @param told gets a line whenever something else is waited for
    /// @throws ApplianceException `DELIVERY_NOT_READY`, `DELIVERY_FAILED`, and what pods cannot get over
    public void await(List<RenderedObject> objects, Duration limit, Consumer<String> told) {
        new DeliveryWait(kube, limit, told)
                .await(objects.stream().map(this::expected).toList(), this::look);
    }

    /// How they are now, each by the name that people call it by.
    ///
    /// @throws ApplianceException `DELIVERY_KIND_UNKNOWN`, `CLUSTER_API_REFUSED` and the like
    public Map<String, Readiness> health(List<RenderedObject> objects) {
        Map<String, Readiness> health = new LinkedHashMap<>();
        objects.stream().map(this::expected).forEach(id -> health.put(id.words(), look(id)));
        return health;
    }

    /// Whether anything was delivered under this name, and is known.
    public boolean isKnown() {
        return inventory.read().isPresent();
    }

    private Readiness look(DeliveredObject id) {
        ResourceDefinitionContext kind = kind(id).orElseThrow(() -> unknown(id.words(), id.apiVersion(), id.kind()));
        if (id.apiVersion().startsWith("apps/")
                && Set.of("Deployment", "StatefulSet", "DaemonSet").contains(id.kind())) {
            return kube.workloadReady(id.namespace(), id.kind() + "/" + id.name());
        }
        GenericKubernetesResource there = read(kind, id);
        return there == null
                ? new Readiness.NotYet(id.words() + " is not there.")
                : ObjectHealth.of(there, id.words(), isReadByUs(kind));
    }

    /// Whether this home's operator made the definition of the kind.
    private boolean isReadByUs(ResourceDefinitionContext kind) {
        String definition = kind.getPlural() + "." + kind.getGroup();
        return kind.getGroup().contains(".")
                && kube.call("read the definition " + definition, () -> {
                    var there = kube.client()
                            .apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .withName(definition)
                            .get();
                    return there != null
                            && there.getMetadata().getLabels() != null
                            && there.getMetadata().getLabels().containsKey(Owner.LABEL);
                });
    }

    private Outcome removed(List<DeliveredObject> leaving, boolean purge, Duration limit, Consumer<String> told) {
        List<String> removed = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        List<DeliveredObject> going = new ArrayList<>();
        for (DeliveredObject each : leaving.reversed()) {
            GenericKubernetesResource there =
                    kind(each).map(kind -> read(kind, each)).orElse(null);
            if (there == null) {
                continue;
            }
            if (!isOurs(there)) {
                told.accept(each.words() + " is left alone: it was made anew by somebody else");
            } else if (KEPT.contains(each.kind()) && !purge) {
                kept.add(each.words());
            } else {
                delete(each);
                going.add(each);
                removed.add(each.words());
                told.accept("deleted " + each.words());
            }
        }
        new DeliveryWait(kube, limit, told)
                .awaitGone(
                        going, each -> kind(each).map(kind -> read(kind, each)).orElse(null));
        return new Outcome(List.of(), 0, removed, kept);
    }

    private void delete(DeliveredObject each) {
        kind(each)
                .ifPresent(kind -> kube.call(
                        "delete " + each.words(), () -> resource(kind, each).delete()));
    }

    /// What was delivered before and is wanted no more.
    private List<DeliveredObject> leaving(List<DeliveredObject> wanted) {
        return inventory.read().orElse(List.of()).stream()
                .filter(before -> wanted.stream().noneMatch(before::same))
                .toList();
    }

    /// A kind of which nothing is known yet is taken for one with namespaces; so are most.
    private DeliveredObject expected(RenderedObject object) {
        boolean namespaced = kind(object.apiVersion(), object.kind())
                .map(ResourceDefinitionContext::isNamespaceScoped)
                .orElse(true);
        return DeliveredObject.of(object, namespaced);
    }

    private Optional<ResourceDefinitionContext> kind(DeliveredObject id) {
        return kind(id.apiVersion(), id.kind());
    }

    private Optional<ResourceDefinitionContext> kind(String apiVersion, String kind) {
        return kube.call("ask for the kinds of " + apiVersion, () -> kinds.find(apiVersion, kind));
    }

    private static ApplianceException unknown(String words, String apiVersion, String kind) {
        return new ApplianceException(DeliveryProblems.kindUnknown(words, apiVersion + " " + kind));
    }

    private Resource<GenericKubernetesResource> resource(ResourceDefinitionContext kind, DeliveredObject id) {
        KubernetesClient client = kube.client();
        return kind.isNamespaceScoped()
                ? client.genericKubernetesResources(kind)
                        .inNamespace(id.namespace())
                        .withName(id.name())
                : client.genericKubernetesResources(kind).withName(id.name());
    }

    private @Nullable GenericKubernetesResource read(ResourceDefinitionContext kind, DeliveredObject id) {
        return kube.call("read " + id.words(), () -> resource(kind, id).get());
    }

    /// What somebody else has made in its place since, has no such mark.
    private boolean isOurs(GenericKubernetesResource there) {
        return name.equals(mark(there));
    }

    private static @Nullable String mark(GenericKubernetesResource there) {
        Map<String, String> annotations = there.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(MARK);
    }

    private GenericKubernetesResource generic(RenderedObject object) {
        GenericKubernetesResource wanted = kube.client()
                .getKubernetesSerialization()
                .convertValue(object.content(), GenericKubernetesResource.class);
        Map<String, String> annotations = new TreeMap<>();
        if (wanted.getMetadata().getAnnotations() != null) {
            annotations.putAll(wanted.getMetadata().getAnnotations());
        }
        annotations.put(MARK, name);
        wanted.getMetadata().setAnnotations(annotations);
        return wanted;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> plain(GenericKubernetesResource object) {
        return kube.client().getKubernetesSerialization().convertValue(object, Map.class);
    }

    /// What would be there; where the namespace is to come yet, what is wished.
    private Map<String, Object> dryRun(
            ResourceDefinitionContext kind, DeliveredObject id, RenderedObject object, boolean force) {
        return kube.call("try " + id.words(), () -> {
            try {
                return plain(send(kind, id, object, force, true));
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    return plain(generic(object));
                }
                throw e;
            }
        });
    }

    private void apply(RenderedObject object, boolean force, List<String> changed, Consumer<String> told) {
        DeliveredObject id = expected(object);
        ResourceDefinitionContext kind = kind(id).orElseThrow(() -> unknown(id.words(), id.apiVersion(), id.kind()));
        GenericKubernetesResource before = read(kind, id);
        GenericKubernetesResource after = kube.call("apply " + id.words(), () -> send(kind, id, object, force, false));
        if (before == null
                || !before.getMetadata()
                        .getResourceVersion()
                        .equals(after.getMetadata().getResourceVersion())) {
            changed.add(id.words());
            told.accept((before == null ? "made " : "changed ") + id.words());
        }
    }

    private GenericKubernetesResource send(
            ResourceDefinitionContext kind, DeliveredObject id, RenderedObject object, boolean force, boolean dry) {
        GenericKubernetesResource wanted = generic(object);
        // kustomize gives a namespace to all kinds that it does not know.
        wanted.getMetadata().setNamespace(kind.isNamespaceScoped() ? id.namespace() : null);
        PatchContext.Builder how = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(force);
        try {
            return resource(kind, id).patch((dry ? how.withDryRun(List.of("All")) : how).build(), wanted);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && !force) {
                String said = e.getStatus() == null
                        ? String.valueOf(e.getMessage())
                        : e.getStatus().getMessage();
                throw new ApplianceException(DeliveryProblems.fieldsOfAnother(id.words(), said), e);
            }
            throw e;
        }
    }
}
