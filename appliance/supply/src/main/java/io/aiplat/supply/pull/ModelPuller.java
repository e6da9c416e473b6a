package io.aiplat.supply.pull;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.blob.DiskRoom;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.source.ModelSources;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Model puller: finds out what a reference means and fetches all of it into the store of blobs. What is done with
/// the blobs then is the business of whoever serves the model.
public final class ModelPuller {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPuller.class);

    /// What was half fetched is kept so long after the last byte came.
    private static final Duration LEFTOVERS = Duration.ofDays(7);

    private final ModelSources sources;
    private final BlobStore blobs;
    private final Downloader downloader;
    private final InstantSource clock;
    private final FitCheck fit;
    /// What is under way or was broken off in this process, by what was asked for.
    private final Map<String, RemoteModel> begun = new ConcurrentHashMap<>();

    /// A puller from some sources, whatever their size.
    ///
    /// @param downloader into `blobs`
    public ModelPuller(ModelSources sources, BlobStore blobs, Downloader downloader, InstantSource clock) {
        this(sources, blobs, downloader, clock, FitCheck.NONE);
    }

    /// The same of models that pass a check before they are fetched.
    public ModelPuller(
            ModelSources sources, BlobStore blobs, Downloader downloader, InstantSource clock, FitCheck fit) {
        this.fit = fit;
        this.sources = sources;
        this.blobs = blobs;
        this.downloader = downloader;
        this.clock = clock;
    }

    /// The check that models pass.
    public FitCheck fit() {
        return fit;
    }

    /// Where it keeps what it fetches.
    public BlobStore blobs() {
        return blobs;
    }

    /// The word of the source that a reference belongs to. Nothing is asked.
    ///
    /// @throws ApplianceException MODELS_REFERENCE_UNKNOWN if it is of none's form
    public String source(String reference) {
        return sources.of(reference).name();
    }

    /// Finds out what a model consists of.
    ///
    /// @throws ApplianceException if the source says why not, or what it has is no model
    public RemoteModel resolve(PullRequest request) {
        RemoteModel model = sources.resolve(request.reference());
        if (model.parts().stream().noneMatch(part -> part.role() == Role.WEIGHTS)) {
            throw new ApplianceException(PullProblems.noWeights(model.source()));
        }
        return model;
    }

    /// The name that a model would be served under in a folder of this machine.
    ///
    /// @throws ApplianceException MODELS_NAME_UNUSABLE if the name that was asked for cannot be one
    public static String name(PullRequest request, RemoteModel model) {
        String asked = request.name();
        if (asked != null) {
            String name = ModelName.canonical(asked);
            if (!ModelName.isServed(name)) {
                throw new ApplianceException(PullProblems.nameUnusable(asked));
            }
            return name;
        }
        String name = ModelName.canonical(model.name());
        return ModelName.isServed(name) ? name : ModelName.ofFile(name.substring(name.lastIndexOf('/') + 1));
    }

    /// Fetches all parts of a model that are not here yet. There is room for all of them before the first byte.
    ///
    /// @param name      it shall be served under, for reports
    /// @param admission of what the front of its file says, before the rest is fetched
    /// @return its manifest, for whoever serves it
    /// @throws ApplianceException if there is no room, or a part cannot be had, or it is too large, or not admitted
    /// @throws InterruptedException if the thread is interrupted; what is durable is kept
    public ModelManifest fetch(
            PullRequest request,
            RemoteModel model,
            String name,
            BiConsumer<String, GgufHeader> admission,
            Progress progress)
            throws InterruptedException {
        begun.put(request.subject(), model);
        requireRoom(model, name);
        // What it warns of is said when the model is here: others may have let go of memory by then.
        Optional<GgufHeader> header = fit.front(model);
        if (header.isPresent()) {
            admission.accept(model.source(), header.get());
            fit.check(model, header.get(), request.force());
        }
        List<ModelManifest.Part> parts = new ArrayList<>();
        long before = 0;
        for (RemotePart part : model.parts()) {
            long done = before;
            // A part without a size was not counted, and counts nothing.
            long all = Math.max(0, part.blob().bytes());
            Progress whole = (what, at, total) ->
                    progress.at(what, total > 0 ? done + Math.min(at, all) : at, total > 0 ? model.bytes() : total);
            BlobDigest digest = fetch(part, origin(model, part), part.file() + " of " + name, whole);
            parts.add(new ModelManifest.Part(
                    part.role(), part.file(), digest, blobs.bytes(digest).orElse(0)));
            before += all;
        }
        begun.remove(request.subject());
        String source = request.source();
        return new ModelManifest(source == null ? model.source() : source, model.licence(), clock.instant(), parts);
    }

    private static String origin(RemoteModel model, RemotePart part) {
        return model.source() + " (" + part.file() + ")";
    }

    private BlobDigest fetch(RemotePart part, String origin, String what, Progress progress)
            throws InterruptedException {
        Path file = part.blob().file();
        if (file == null) {
            return downloader.fetch(part.blob(), origin, what, progress);
        }
        try {
            return blobs.take(file, what, progress);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw new ApplianceException(SupplyProblems.notStored(what, e.toString()), e);
        }
    }

    private void requireRoom(RemoteModel model, String name) {
        try {
            blobs.removeLeftovers(LEFTOVERS);
            long missing = 0;
            for (RemotePart part : model.parts()) {
                // A file of this machine is linked, or looked at when it must be copied.
                if (part.blob().file() == null && part.blob().bytes() > 0) {
                    missing += part.blob().bytes() - downloader.keptBytes(part.blob(), origin(model, part));
                }
            }
            if (missing > 0) {
                DiskRoom.require(blobs.incoming(""), "The model " + name, missing);
            }
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(name, e.toString()), e);
        }
    }

    /// The name that what is being fetched in this process will be served under; empty where nothing is.
    public Optional<String> pulling(PullRequest request) {
        return Optional.ofNullable(begun.get(request.subject())).map(model -> name(request, model));
    }

    /// Forgets what an interrupted pull of this process has left; does nothing if it has left nothing.
    public void discard(PullRequest request) {
        RemoteModel model = begun.remove(request.subject());
        if (model == null) {
            return;
        }
        for (RemotePart part : model.parts()) {
            try {
                downloader.discard(part.blob(), origin(model, part));
            } catch (IOException e) {
                LOG.warn("what is left of {} was not removed: {}", request.reference(), e.toString());
            }
        }
    }
}
