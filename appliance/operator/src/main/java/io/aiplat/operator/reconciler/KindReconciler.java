package io.aiplat.operator.reconciler;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.ResourceKey;
import io.aiplat.operator.status.ConditionedStatus;
import io.aiplat.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reconciler of one kind of custom resource: a façade that translates it, has what it wants made true, and writes
/// what became of it into its status. What is the same for all kinds is here; a kind adds its shape.
///
/// @param <R> the resource, first, because the Java Operator SDK reads its class from there
/// @param <T> its status
public abstract class KindReconciler<R extends CustomResource<?, T>, T extends ConditionedStatus>
        implements Reconciler<R>, Cleaner<R> {
    private static final String FITS = "aiplat.io/scale-to-node";
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Class<R> type;
    private final Realizers realizers;
    private final InstantSource clock;
    private final SimpleInboundEventSource<R> news = new SimpleInboundEventSource<>("news");
    private final Map<ResourceID, Set<String>> references = new ConcurrentHashMap<>();
    private volatile Consumer<String> heard = _ -> {};

    /// @param clock of the times in conditions
    protected KindReconciler(Class<R> type, Realizers realizers, InstantSource clock) {
        this.type = type;
        this.realizers = realizers;
        this.clock = clock;
    }

    /// What a resource wants: the same for the same resource and what it refers to.
    ///
    /// @param cluster reads what it refers to
    protected abstract Translation translate(R resource, ClusterReader cluster);

    /// The status that says how far that is.
    protected abstract T status(R resource, Realization realization, List<Condition> conditions);

    /// What a status says of the resource's model; null for nothing.
    protected @Nullable ModelReport report(T status) {
        return null;
    }

    /// Undoes what a resource has become outside of its own namespace, which the cluster does not delete with it.
    ///
    /// @throws ApplianceException if that cannot be done now; it is tried again
    protected void releaseElsewhere(Realizers realizers, ResourceKey key) {
        // Most become nothing there.
    }

    /// One with nothing in it.
    protected abstract R blank();

    /// The class of its resources.
    public final Class<R> type() {
        return type;
    }

    /// Plural name and group, as `kubectl get` takes it.
    public final String kind() {
        return CustomResource.getCRDName(type);
    }

    @Override
    public final List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
        return List.of(news);
    }

    /// Has a resource looked at again.
    public final void look(String namespace, String name) {
        if (news.isRunning()) {
            news.propagateEvent(new ResourceID(name, namespace));
        }
    }

    /// Takes what to call, from any thread, soon after a resource has become another or has gone; with what it is
    /// called.
    public final void onChange(Consumer<String> told) {
        heard = told;
    }

    /// Has those looked at again that refer to a resource.
    ///
    /// @param other as [#onChange] calls it
    public final void lookAtWhoRefersTo(String other) {
        references.forEach((id, named) -> {
            if (named.contains(other)) {
                look(id.getNamespace().orElse(""), id.getName());
            }
        });
    }

    /// What is written now is read a moment later.
    private void tell(R resource) {
        String name = References.name(
                kind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
        SOON.execute(() -> heard.accept(name));
    }

    private void refers(R resource, References read) {
        ResourceID id = ResourceID.fromResource(resource);
        Set<String> named = read.named();
        if (named.isEmpty()) {
            references.remove(id);
        } else {
            references.put(id, named);
        }
    }

    @Override
    public final UpdateControl<R> reconcile(R resource, Context<R> context) {
        References read = new References(new ClientReader(context.getClient()));
        Realization found = realization(resource, read);
        refers(resource, read);
        T before = resource.getStatus();
        Long generation = resource.getMetadata().getGeneration();
        List<Condition> conditions = Conditions.of(
                found,
                generation == null ? 0 : generation,
                before == null ? null : before.conditions(),
                clock.instant());
        ResourceEvents.of(resource, found, before == null ? null : before.conditions(), clock.instant())
                .ifPresent(event -> ResourceEvents.tell(context.getClient(), event));
        T status = status(resource, found, conditions);
        UpdateControl<R> control =
                status.equals(before) ? UpdateControl.noUpdate() : UpdateControl.patchStatus(of(resource, status));
        if (!control.isNoUpdate()) {
            tell(resource);
        }
        if (found.again() != null) {
            control.rescheduleAfter(found.again());
        }
        return control;
    }

    private Realization realization(R resource, References cluster) {
        Realization found = realization(resource, translate(resource, cluster), cluster);
        // What a secret is waited for is made all the same: its pods wait, too.
        return found.stage() == Realization.Stage.READY
                ? found
                : cluster.waiting().map(found::becauseOf).orElse(found);
    }

    private Realization realization(R resource, Translation translation, ClusterReader cluster) {
        return switch (translation) {
            case Translation.Wanted(var states, var note, var lacking) -> {
                SecretSources.needed(states)
                        .forEach(name -> cluster.secret(resource.getMetadata().getNamespace(), name));
                yield realizers
                        .realize(
                                key(resource),
                                WorkloadIdentity.of(resource, states),
                                before(resource).orElse(null))
                        .lacking(lacking)
                        .noting(note);
            }
            case Translation.Accepted(var message) -> Realization.ready(message);
            case Translation.Refused(var problem) -> {
                realizers.suspend(key(resource));
                yield Realization.degraded(problem).with(before(resource).orElse(null));
            }
        };
    }

    private Optional<ModelReport> before(R resource) {
        return Optional.ofNullable(resource.getStatus()).map(this::report);
    }

    /// Server-side apply owns what it is sent: a resource with nothing but the status.
    private R of(R resource, T status) {
        R only = blank();
        only.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        only.setStatus(status);
        return only;
    }

    @Override
    public final DeleteControl cleanup(R resource, Context<R> context) {
        references.remove(ResourceID.fromResource(resource));
        tell(resource);
        realizers.release(key(resource), before(resource).orElse(null));
        releaseElsewhere(realizers, key(resource));
        return DeleteControl.defaultDelete();
    }

    /// What objects of the cluster are deleted with, where they are of a resource's namespace.
    public static OwnerReference owner(HasMetadata resource) {
        return new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withController(true)
                .build();
    }

    /// Whether requests of a resource that are too large are made smaller: unless its annotation says no.
    public static boolean fits(HasMetadata resource) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations == null || !"false".equals(annotations.get(FITS));
    }

    private ResourceKey key(R resource) {
        return new ResourceKey(
                kind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                Instant.parse(resource.getMetadata().getCreationTimestamp()));
    }
}
