package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Realizer of served models: has them brought, serves them under the name of the resource, and removes what it had
/// brought when the last resource that wants it goes.
final class ModelRealizer implements Realizer<ServedModel> {
    /// How often figures of a pull are worth a look.
    private static final Duration SOON = Duration.ofSeconds(2);
    /// What could not be had may be there later: a registry that was down, a disk that was full.
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final ModelHome home;
    private final RoutePublisher publisher;
    private final LongSupplier nanos;
    private final Map<ResourceKey, Claim> claims = new ConcurrentHashMap<>();

    ModelRealizer(ModelHome home, RoutePublisher publisher, LongSupplier nanos) {
        this.home = home;
        this.publisher = publisher;
        this.nanos = nanos;
    }

    /// What is remembered of a resource between two looks.
    ///
    /// @param failed when bringing it was seen to have failed, in nanoseconds; null where it was not
    private record Claim(String reference, @Nullable Long failed) {}

    @Override
    public Realization realize(ResourceKey key, List<ServedModel> wanted, @Nullable ModelReport before) {
        ServedModel model = wanted.getFirst();
        Claim claim = claims.get(key);
        ModelReport known = before;
        if (claim != null && !claim.reference.equals(model.reference())) {
            // It wants another model than before, and lets go of the one it wanted.
            release(key, before);
            claim = null;
            known = null;
        }
        if (claim == null) {
            claim = new Claim(model.reference(), null);
            claims.put(key, claim);
        }
        ModelState state = home.state(model.reference(), known == null ? null : known.name());
        boolean brought = (known != null && known.brought()) || !(state instanceof ModelState.Here);
        return switch (state) {
            case ModelState.Absent _ -> begin(key, model);
            case ModelState.Coming coming -> coming(key, model, coming);
            case ModelState.Failed(Problem problem) -> failed(key, model, claim, problem);
            case ModelState.Here here -> here(key, model, here, brought);
        };
    }

    private Realization begin(ResourceKey key, ServedModel model) {
        publisher.withdraw(key);
        claims.put(key, new Claim(model.reference(), null));
        home.bring(model.reference());
        return Realization.progressing("Pulling", "Looking for " + model.reference() + ".", SOON)
                .with(report(null, null, null, null));
    }

    private Realization coming(ResourceKey key, ServedModel model, ModelState.Coming coming) {
        publisher.withdraw(key);
        claims.put(key, new Claim(model.reference(), null));
        return Realization.progressing("Pulling", "Pulling " + model.reference() + ": " + coming.doing() + ".", SOON)
                .with(report(
                        coming.bytes(),
                        coming.total() > 0 ? coming.total() : null,
                        coming.bytesPerSecond(),
                        coming.secondsLeft()));
    }

    private Realization failed(ResourceKey key, ServedModel model, Claim claim, Problem problem) {
        publisher.withdraw(key);
        long now = nanos.getAsLong();
        Long failed = claim.failed;
        if (failed == null) {
            claims.put(key, new Claim(model.reference(), now));
        } else if (now - failed >= RETRY.toNanos()) {
            return begin(key, model);
        }
        return Realization.degraded(problem)
                .with(report(null, null, null, null))
                .again(RETRY.plusSeconds(1));
    }

    private Realization here(ResourceKey key, ServedModel model, ModelState.Here here, boolean brought) {
        Realization realization =
                isOther(model.sha256(), here.digest()) ? others(key, model, here) : named(key, model, here);
        return realization.with(new ModelReport(
                here.name(),
                brought,
                here.digest(),
                here.bytes(),
                here.bytes(),
                null,
                null,
                here.context() > 0 ? here.context() : null,
                placement(here),
                here.memory() > 0 ? here.memory() : null));
    }

    /// What nobody has read whole might be anything.
    private static boolean isOther(@Nullable String wanted, @Nullable String digest) {
        return wanted != null && !("sha256:" + wanted.toLowerCase(Locale.ROOT)).equals(digest);
    }

    private Realization others(ResourceKey key, ServedModel model, ModelState.Here here) {
        publisher.withdraw(key);
        return Realization.degraded(
                RealizationProblems.otherBytes(key.name(), here.name(), String.valueOf(model.sha256()), here.digest()));
    }

    private Realization named(ResourceKey key, ServedModel model, ModelState.Here here) {
        List<Problem> rejected = publisher.publish(key, fragment(key, model, here.name()));
        return rejected.isEmpty()
                ? Realization.ready(here.name() + " is here and served as "
                        + (model.name() == null ? here.name() : model.name()) + ".")
                : Realization.degraded(rejected.getFirst());
    }

    private static Fragment fragment(ResourceKey key, ServedModel model, String name) {
        String asked = model.name();
        Integer context = model.context();
        Duration stays = model.stays();
        if (asked == null || (context == null && asked.equals(name))) {
            return Fragment.EMPTY;
        }
        if (context == null && stays == null) {
            return new Fragment(null, Map.of(), List.of(), Map.of(asked, name), Map.of());
        }
        String engine = key.namespace() + "/" + key.name() + "/engine";
        Deployment served = Deployment.of(engine, name);
        Deployment sized = context == null ? served : served.seeing(context);
        return Fragment.of(
                new Upstream(engine, UpstreamKind.EMBEDDED, null, null, Map.of()),
                List.of(Route.of(asked, List.of(stays == null ? sized : sized.staying(stays)), Strategy.WEIGHTED)));
    }

    private static @Nullable String placement(ModelState.Here here) {
        if (here.memory() == 0) {
            return null;
        }
        return here.gpu() == 0 ? "CPU" : here.gpu() >= here.memory() ? "GPU" : "GPU and CPU";
    }

    /// Of a model that is not here yet.
    private static ModelReport report(
            @Nullable Long bytes, @Nullable Long total, @Nullable Long rate, @Nullable Long left) {
        return new ModelReport(null, true, null, bytes, total, rate, left, null, null, null);
    }

    /// Undoes what was done for a resource: what came for it goes, unless another wants it too.
    void release(ResourceKey key, @Nullable ModelReport before) {
        Claim claim = claims.remove(key);
        if (before == null || !before.brought()) {
            return;
        }
        String reference = claim == null ? null : claim.reference;
        String name = before.name() == null ? reference : before.name();
        if (name != null && claims.values().stream().noneMatch(each -> each.reference.equals(reference))) {
            home.remove(name);
        }
    }
}
