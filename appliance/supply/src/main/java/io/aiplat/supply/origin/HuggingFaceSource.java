package io.aiplat.supply.origin;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.http.HttpBlob;
import io.aiplat.supply.source.GgufFileName;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Models of Hugging Face, or of a mirror of it: one quantisation of a repository with all its parts, the projector
/// that is there for pictures, and what the repository says for
/// [Ollama](https://huggingface.co/docs/hub/ollama).
public final class HuggingFaceSource implements ModelSource {
    static final String WHERE = "Hugging Face";

    /// Files of a repository that say how the model is to be served.
    private static final Map<String, Role> SAID =
            Map.of("template", Role.TEMPLATE, "system", Role.SYSTEM, "params", Role.PARAMETERS);

    private static final int MOST_SIMILAR = 5;

    private final HubApi hub;

    /// The source.
    public HuggingFaceSource(HubApi hub) {
        this.hub = hub;
    }

    @Override
    public String name() {
        return "huggingface";
    }

    @Override
    public boolean takes(String reference) {
        return ModelReference.parse(reference) instanceof ModelReference.HuggingFace;
    }

    @Override
    public RemoteModel resolve(String reference) {
        if (!(ModelReference.parse(reference) instanceof ModelReference.HuggingFace wanted)) {
            throw new IllegalArgumentException("no repository of Hugging Face: " + reference);
        }
        return SourceQuestion.asked(WHERE, hub.host(), () -> {
            HubApi.Said said = hub.repository(wanted.id(), wanted.revision());
            JsonNode json = said.json();
            if (json == null) {
                throw refused(wanted, Objects.requireNonNull(said.refusal(), "one of both"));
            }
            return model(wanted, json);
        });
    }

    /// Searches repositories with GGUF files by name, those that are fetched most first.
    ///
    /// @param most how many, 1 to 100
    /// @throws ApplianceException MODELS_SOURCE_UNREACHABLE if the hub cannot be asked
    public List<HubModel> search(String words, int most) {
        return SourceQuestion.asked(WHERE, hub.host(), () -> {
            HubApi.Said said = hub.search(words, most);
            JsonNode json = said.json();
            if (json == null) {
                int status =
                        Objects.requireNonNull(said.refusal(), "one of both").status();
                throw new IOException(hub.host() + " answers with status " + status + ".");
            }
            List<HubModel> found = new ArrayList<>();
            json.forEach(one -> found.add(HubModel.of(one)));
            return found;
        });
    }

    /// A file of a repository.
    private record HubFile(
            String path, long bytes, @Nullable BlobDigest digest, String version) {
        static HubFile of(JsonNode sibling) {
            String sha256 = sibling.path("lfs").path("sha256").asText();
            BlobDigest digest = sha256.matches("[0-9a-f]{64}") ? new BlobDigest(sha256) : null;
            long bytes =
                    sibling.path("lfs").path("size").asLong(sibling.path("size").asLong(-1));
            return new HubFile(
                    sibling.path("rfilename").asText(),
                    bytes,
                    digest,
                    digest == null ? "git:" + sibling.path("blobId").asText() : digest.toString());
        }
    }

    private RemoteModel model(ModelReference.HuggingFace wanted, JsonNode json)
            throws IOException, InterruptedException {
        Map<String, HubFile> files = new LinkedHashMap<>();
        json.path("siblings").forEach(sibling -> {
            HubFile file = HubFile.of(sibling);
            files.put(file.path(), file);
        });
        GgufSelection selection = new GgufSelection(files.keySet());
        List<GgufFileName> weights = chosen(wanted, selection, files);
        String commit = json.path("sha").asText(wanted.revision());
        boolean ranges = requireAllowed(wanted, commit, weights.getFirst());
        List<RemotePart> parts = new ArrayList<>();
        weights.forEach(file -> parts.add(part(Role.WEIGHTS, wanted, commit, files.get(file.path()), ranges)));
        GgufFileName projector = selection.projector();
        if (projector != null) {
            parts.add(part(Role.PROJECTOR, wanted, commit, files.get(projector.path()), ranges));
        }
        SAID.forEach((file, role) -> {
            if (files.containsKey(file)) {
                parts.add(part(role, wanted, commit, files.get(file), null));
            }
        });
        GgufFileName first = weights.getFirst();
        String source = "hf.co/" + wanted.id() + "@" + commit + ":" + first.path();
        return new RemoteModel(wanted.name(), source, licence(json), parts);
    }

    private List<GgufFileName> chosen(
            ModelReference.HuggingFace wanted, GgufSelection selection, Map<String, HubFile> files) {
        String repository = "hf.co/" + wanted.id();
        if (selection.models().isEmpty()) {
            if (files.keySet().stream().anyMatch(file -> file.endsWith(".safetensors"))) {
                throw new ApplianceException(
                        SourceProblems.safetensorsOnly(repository, wanted.repository(), similar(wanted.repository())));
            }
            throw new ApplianceException(
                    SourceProblems.notGgufThere(repository, "None of the files of this repository is one."));
        }
        String choice = wanted.choice();
        List<GgufFileName> weights = (choice == null ? selection.usual() : selection.of(choice))
                .orElseThrow(() -> new ApplianceException(SourceProblems.quantNotThere(
                        repository,
                        choice == null ? "usual quantisation" : choice,
                        selection.choices().stream()
                                .map(one -> repository + ":" + one)
                                .toList())));
        if (!GgufSelection.isComplete(weights)) {
            throw new ApplianceException(SourceProblems.sourceBroken(
                    WHERE,
                    repository,
                    "The model is in " + weights.getFirst().parts() + " parts, and only " + weights.size()
                            + " of them are there."));
        }
        return weights;
    }

    /// Everybody may look at a repository with terms to accept, and nobody who has not accepted them has its files.
    ///
    /// @return whether its files can be had in parts
    private boolean requireAllowed(ModelReference.HuggingFace wanted, String commit, GgufFileName file)
            throws IOException, InterruptedException {
        try (HttpAnswer answer = hub.file(wanted.id(), commit, file.path(), Map.of("Range", "bytes=0-3"))) {
            HubApi.Refusal refusal = HubApi.refusal(answer);
            if (refusal != null) {
                throw refused(wanted, refusal);
            }
            String begin = new String(answer.body().readNBytes(4), StandardCharsets.ISO_8859_1);
            if (!begin.equals("GGUF")) {
                throw new ApplianceException(SourceProblems.notGgufThere(
                        "hf.co/" + wanted.id() + ":" + file.path(),
                        "It does not begin with the four letters GGUF, whatever its name."));
            }
            return answer.status() == 206;
        }
    }

    private RemotePart part(
            Role role,
            ModelReference.HuggingFace wanted,
            String commit,
            @Nullable HubFile file,
            @Nullable Boolean ranges) {
        HubFile there = Objects.requireNonNull(file, "a file of the list");
        return new RemotePart(
                role,
                there.path().substring(there.path().lastIndexOf('/') + 1),
                new HttpBlob(
                        there.version(),
                        there.digest(),
                        there.bytes(),
                        null,
                        ranges,
                        hub.server(wanted.id(), commit, there.path())));
    }

    private static @Nullable String licence(JsonNode json) {
        JsonNode card = json.path("cardData");
        JsonNode licence = card.path("license");
        String word = licence.isArray() ? licence.path(0).asText() : licence.asText();
        String named = word.equals("other") ? card.path("license_name").asText(word) : word;
        return named.isEmpty() || named.equals("null") ? null : named;
    }

    private ApplianceException refused(ModelReference.HuggingFace wanted, HubApi.Refusal refusal) {
        String repository = "hf.co/" + wanted.id();
        String said = hub.host() + " answers with status " + refusal.status()
                + (refusal.code().isEmpty() ? "." : " and says " + refusal.code() + ".");
        if (refusal.code().equals("RevisionNotFound")) {
            return new ApplianceException(SourceProblems.notAtSource(
                    WHERE, "revision " + wanted.revision() + " of " + repository, said, List.of()));
        }
        boolean hidden = refusal.code().equals("RepoNotFound") || refusal.status() == 404;
        if (hidden) {
            // Who may not see a private repository is told that there is none.
            String why = said + " A private repository looks the same to whoever may not see it.";
            return new ApplianceException(
                    SourceProblems.notAtSource(WHERE, repository, why, similar(wanted.repository())));
        }
        if (refusal.status() == 401 || refusal.status() == 403) {
            return new ApplianceException(denied(wanted, repository, said));
        }
        boolean tooOften = refusal.status() == 429;
        return new ApplianceException(SourceProblems.sourceUnreachable(
                WHERE,
                hub.host(),
                tooOften
                        ? said + " It was asked too often from this network; it allows more to whoever has a token"
                                + " (models.hf-token)."
                        : said));
    }

    private Problem denied(ModelReference.HuggingFace wanted, String repository, String said) {
        List<String> fixes = new ArrayList<>();
        fixes.add("Accept its terms, logged in, at " + hub.page(wanted.id()));
        fixes.add(
                hub.hasToken()
                        ? "See that the token that is set may read it: " + hub.page("settings/tokens")
                        : "Make a token that may read, at " + hub.page("settings/tokens")
                                + ", and give it: HF_TOKEN=… aiplat restart");
        fixes.add(
                "Or keep it in a file: in aiplat.yaml models.hf-token as ${file:/path/of/token}, then aiplat restart");
        return SourceProblems.sourceDenied(
                WHERE, repository, said + (hub.hasToken() ? " A token was given." : " No token was given."), fixes);
    }

    /// Repositories with conversions that are named alike; none where nobody can be asked.
    private List<String> similar(String words) {
        try {
            JsonNode found = hub.search(words, MOST_SIMILAR).json();
            List<String> ids = new ArrayList<>();
            if (found != null) {
                found.forEach(one -> ids.add("hf.co/" + one.path("id").asText()));
            }
            return ids;
        } catch (IOException _) {
            // It is only for convenience.
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
