package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelOrigin;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.VerifiedModel;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufProblems;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Model store of an Ollama, which pulls by itself when it is told to.
public final class OllamaModelStore implements ModelStore {
    /// How Go names the error of a disk that is full.
    private static final String NO_SPACE = "no space left on device";

    /// How long a server that went away during a pull may take to come back: a pod that is made anew on another
    /// node, with its volume.
    private static final Duration RETURN = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int TRIES_WITHOUT_PROGRESS = 3;

    /// A model without a template has this one, which knows no conversation. So has one whose template Ollama does not
    /// know, for it reads none in Jinja.
    private static final String BARE = "{{ .Prompt }}";

    private final OllamaApi api;
    private final Set<String> plainRegistries;
    private final ModelDisk disk;
    private final Runnable changed;
    private final @Nullable Supplier<FolderModelStore> shelf;

    /// Keeps models in an Ollama; nothing is sent yet.
    ///
    /// @param plainRegistries `host:port` of registries without TLS; those on the loopback interface are
    ///                        known
    /// @param disk            where the Ollama keeps its models
    /// @param changed         told after each change, for whoever remembers what is there
    public OllamaModelStore(OllamaApi api, Set<String> plainRegistries, ModelDisk disk, Runnable changed) {
        this(api, plainRegistries, disk, changed, null);
    }

    /// The same with a store of this machine beside it, which brings what Ollama cannot, and what is in it
    /// already.
    ///
    /// @param shelf opened when it is first needed; null for none
    public OllamaModelStore(
            OllamaApi api,
            Set<String> plainRegistries,
            ModelDisk disk,
            Runnable changed,
            @Nullable Supplier<FolderModelStore> shelf) {
        this.shelf = shelf;
        this.api = api;
        this.plainRegistries = Set.copyOf(plainRegistries);
        this.disk = disk;
        this.changed = changed;
    }

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public List<StoredModel> stored() {
        try {
            return api.tags().stream().map(OllamaTag::model).toList();
        } catch (OllamaRefusal e) {
            throw notSaid(e);
        }
    }

    @Override
    public void put(BundledModel model, Progress progress) {
        try {
            Modelfile modelfile = Modelfile.parse(model.name(), model.modelfile());
            if (!has(model, modelfile)) {
                if (!api.hasBlob(model.sha256())) {
                    upload(model, progress);
                }
                create(model, modelfile, progress);
            }
            changed.run();
        } catch (OllamaRefusal e) {
            throw new ApplianceException(SupplyProblems.notStored(model.name(), "Ollama says: " + e.text() + "."), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean has(BundledModel model, Modelfile modelfile) {
        try {
            JsonNode show = api.send("POST", "/api/show", OllamaApi.named(model.name()));
            return isSame(model, modelfile, show.path("modelfile").asText());
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }

    /// Whether what is shown is these weights with these defaults.
    private static boolean isSame(BundledModel model, Modelfile wanted, String shown) {
        Modelfile kept = Modelfile.parse(model.name(), shown);
        String from = shown.lines()
                .filter(line -> line.startsWith("FROM "))
                .findFirst()
                .orElse("");
        return from.contains(model.sha256())
                && (wanted.template() == null || Objects.equals(wanted.template(), kept.template()))
                && wanted.parameters().entrySet().stream().allMatch(parameter -> has(kept, parameter));
    }

    private static boolean has(Modelfile kept, Map.Entry<String, List<String>> wanted) {
        List<String> values = kept.parameters().getOrDefault(wanted.getKey(), List.of());
        return values.equals(wanted.getValue())
                || (values.size() == 1
                        && sameNumber(values.getFirst(), wanted.getValue().getFirst()));
    }

    /// Ollama writes `1` where `1.0` was given.
    private static boolean sameNumber(String one, String other) {
        try {
            return Double.parseDouble(one) == Double.parseDouble(other);
        } catch (NumberFormatException _) {
            // Texts are compared as texts, and these differ.
            return false;
        }
    }

    private void upload(BundledModel model, Progress progress) {
        progress.at("storing " + model.name(), 0, model.bytes());
        api.sendBlob(
                model.sha256(),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(model)), model.bytes()));
        progress.at("storing " + model.name(), model.bytes(), model.bytes());
    }

    private static InputStream open(BundledModel model) {
        try {
            return model.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(BundledModel model, Modelfile modelfile, Progress progress) {
        ObjectNode question = OllamaApi.named(model.name());
        question.putObject("files").put("model.gguf", "sha256:" + model.sha256());
        if (modelfile.template() != null) {
            question.put("template", modelfile.template());
        }
        if (modelfile.system() != null) {
            question.put("system", modelfile.system());
        }
        ObjectNode parameters = question.putObject("parameters");
        modelfile.parameters().forEach((name, values) -> OllamaParameters.put(parameters, name, values));
        api.stream("/api/create", question, new OllamaPull(model.name(), progress, disk));
    }

    /// Lets Ollama pull what is in a registry of its kind, and brings what is elsewhere by the store of this
    /// machine. A pull that was interrupted goes on where it stopped, and by itself where Ollama went away in
    /// the middle of it and comes back: a pod that is replaced, a node or a service that is restarted.
    ///
    /// @param request for such as `qwen2.5:0.5b`, or with a registry: `127.0.0.1:5000/library/smoke:1`
    /// @throws ModelNotFound      if the registry has none of that name
    /// @throws ApplianceException if the registry cannot be reached, or the disk is full
    @Override
    public String pull(PullRequest request, Progress progress) {
        FolderModelStore here = shelf == null ? null : shelf.get();
        String name = here != null && isOurs(here, request)
                ? new OllamaUpload(api, disk).bring(here, request, progress)
                : renamed(request, pullUntilItIsHere(request.reference(), progress));
        changed.run();
        return name;
    }

    /// What Ollama can fetch by itself it fetches by itself, unless all of it is on this machine.
    private static boolean isOurs(FolderModelStore here, PullRequest request) {
        return !here.source(request.reference()).equals("ollama") || (here.hasBlobs() && here.isFetched(request));
    }

    /// Gives what was pulled the name that was asked for, beside its own.
    private String renamed(PullRequest request, String pulled) {
        String asked = request.name();
        if (asked == null || ModelName.canonical(asked).equals(pulled)) {
            return pulled;
        }
        String name = ModelName.canonical(asked);
        OllamaUpload upload = new OllamaUpload(api, disk);
        if (!request.force() && upload.isTaken(name)) {
            throw new ApplianceException(PullProblems.nameTaken(name, "one that Ollama has", request.reference()));
        }
        api.send(
                "POST",
                "/api/copy",
                OllamaApi.JSON.createObjectNode().put("source", pulled).put("destination", name));
        return name;
    }

    @Override
    public Optional<String> pulling(PullRequest request) {
        return shelf == null ? Optional.empty() : shelf.get().pulling(request);
    }

    @Override
    public void discard(PullRequest request) {
        if (shelf != null) {
            shelf.get().discard(request);
        }
    }

    @Override
    public Optional<ModelOrigin> origin(String model) {
        return shelf == null ? Optional.empty() : shelf.get().origin(model);
    }

    /// Those that this machine has beside it; the others are Ollama's to look at.
    @Override
    public List<VerifiedModel> verify(@Nullable String name, boolean repair, Progress progress) {
        List<VerifiedModel> all = ModelStore.super.verify(name, repair, progress);
        FolderModelStore here = shelf == null ? null : shelf.get();
        return all.stream()
                .flatMap(model -> here != null && here.manifest(model.name()).isPresent()
                        ? here.verify(model.name(), repair, progress).stream()
                        : Stream.of(model))
                .toList();
    }

    private String pullUntilItIsHere(String model, Progress progress) {
        long before = -1;
        int without = 0;
        while (true) {
            OllamaPull seen = new OllamaPull(model, progress, disk);
            try {
                return pull(model, seen);
            } catch (ApplianceException e) {
                boolean first = before < 0;
                without = seen.done() > before ? 0 : without + 1;
                before = Math.max(before, seen.done());
                if (!isAway(e) || (first && !seen.begun()) || without >= TRIES_WITHOUT_PROGRESS) {
                    throw e;
                }
                awaitReturn(e, model, progress);
            }
        }
    }

    /// Whether it was lost, rather than refused.
    private static boolean isAway(ApplianceException e) {
        return e.problem().code().equals(SupplyProblems.OLLAMA_NOT_ANSWERING);
    }

    private void awaitReturn(ApplianceException lost, String model, Progress progress) {
        long end = System.nanoTime() + RETURN.toNanos();
        progress.at("waiting for Ollama, which went away while it pulled " + model, 0, 0);
        while (System.nanoTime() - end < 0) {
            try {
                Thread.sleep(BETWEEN);
                api.version();
                return;
            } catch (ApplianceException | OllamaRefusal _) {
                // It is still away, or something in between answers for it.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw lost;
            }
        }
        throw lost;
    }

    private String pull(String model, OllamaPull lines) {
        ObjectNode question = OllamaApi.named(model).put("stream", true);
        if (isPlain(model)) {
            question.put("insecure", true);
        }
        try {
            if (!api.stream("/api/pull", question, lines)) {
                throw new ApplianceException(
                        SupplyProblems.pullFailed(model, "Ollama stopped before the end, without a reason."));
            }
            return ModelName.canonical(model);
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                throw new ModelNotFound("no registry has a model " + model);
            }
            if (e.text().contains(NO_SPACE)) {
                disk.removeUnfinished();
                throw new ApplianceException(SupplyProblems.diskFull(model), e);
            }
            throw new ApplianceException(SupplyProblems.pullFailed(model, "Ollama says: " + e.text() + "."), e);
        }
    }

    private boolean isPlain(String model) {
        String registry = model.contains("/") ? model.substring(0, model.indexOf('/')) : "";
        String host = registry.replaceFirst(":\\d+$", "");
        return plainRegistries.contains(registry) || host.equals("127.0.0.1") || host.equals("localhost");
    }

    @Override
    public GgufHeader header(String model) {
        try {
            long bytes = stored().stream()
                    .filter(known -> known.name().equals(ModelName.canonical(model)))
                    .mapToLong(StoredModel::bytes)
                    .findFirst()
                    .orElseThrow(() -> new ModelNotFound(OllamaRefusal.noModel(model)));
            return OllamaMetadata.header(api.send("POST", "/api/show", OllamaApi.named(model)), bytes);
        } catch (OllamaRefusal e) {
            throw e.notFound() ? new ModelNotFound(OllamaRefusal.noModel(model)) : notSaid(e);
        }
    }

    private ApplianceException notSaid(OllamaRefusal e) {
        String why = "It answers with status " + e.status() + ": " + e.text();
        return new ApplianceException(
                SupplyProblems.ollamaNotAnswering(api.base().toString(), why), e);
    }

    @Override
    public Optional<Problem> warning(String model) {
        try {
            ModelDetails details = details(model);
            String template = details.template();
            return !details.embeds() && template != null && template.strip().equals(BARE)
                    ? Optional.of(SupplyProblems.templateUnknown(details.name()))
                    : Optional.empty();
        } catch (ModelNotFound | ApplianceException _) {
            // Who asks it something is told what is wrong with it.
            return Optional.empty();
        }
    }

    @Override
    public ModelDetails details(String name) {
        ModelDetails details = shown(name, OllamaDetails::of);
        String whole = details.digest();
        return whole == null
                ? details
                : ofParts(details.name(), whole).map(details::withDigest).orElse(details);
    }

    /// The digest that a split model is told by, of which Ollama has all parts in one.
    private Optional<String> ofParts(String name, String whole) {
        if (shelf == null) {
            return Optional.empty();
        }
        FolderModelStore here = shelf.get();
        return here.manifest(name)
                .filter(manifest -> manifest.parts(Role.WEIGHTS).size() > 1)
                .filter(manifest -> isJoined(manifest, here.blobs(), whole))
                .map(manifest -> manifest.digest().toString());
    }

    private static boolean isJoined(ModelManifest manifest, BlobStore blobs, String whole) {
        try {
            return OllamaWeights.joined(manifest, blobs)
                    .filter(joined -> joined.toString().equals(whole))
                    .isPresent();
        } catch (IOException _) {
            // Then it is told by what Ollama says.
            return false;
        }
    }

    @Override
    public ModelParts parts(String name) {
        return shown(
                name,
                (tag, show) -> OllamaFiles.of(
                        tag.model().name(), show.path("modelfile").asText()));
    }

    private <T> T shown(String name, BiFunction<OllamaTag, JsonNode, T> reading) {
        String canonical = ModelName.canonical(name);
        try {
            OllamaTag tag = api.tags().stream()
                    .filter(each -> each.model().name().equals(canonical))
                    .findFirst()
                    .orElseThrow(() -> new ModelNotFound(OllamaRefusal.noModel(name)));
            return reading.apply(tag, api.send("POST", "/api/show", OllamaApi.named(tag.name())));
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                throw new ModelNotFound(OllamaRefusal.noModel(name));
            }
            throw notSaid(e);
        }
    }

    @Override
    public String digest(String name, Progress progress) {
        String digest = details(name).digest();
        if (digest == null) {
            String why = "Ollama does not say which file its weights are.";
            throw new ApplianceException(GgufProblems.fileUnreadable(name, why));
        }
        return digest;
    }

    @Override
    public void remove(String model) {
        boolean here = shelf != null && shelf.get().origin(model).isPresent();
        try {
            api.send("DELETE", "/api/delete", OllamaApi.named(model));
        } catch (OllamaRefusal e) {
            // Where Ollama has lost it, or never got it, what this machine has of it goes all the same.
            if (!here || !e.notFound()) {
                throw refused(model, e);
            }
        }
        if (here && shelf != null) {
            shelf.get().remove(model);
        }
        changed.run();
    }

    private static RuntimeException refused(String model, OllamaRefusal e) {
        return e.notFound()
                ? new ModelNotFound(OllamaRefusal.noModel(model))
                : new ApplianceException(SupplyProblems.notStored(model, "Ollama says: " + e.text() + "."), e);
    }
}
