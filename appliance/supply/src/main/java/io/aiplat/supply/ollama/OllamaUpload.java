package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Brings a model of this machine's store into an Ollama: the blobs by its blob API, and then a manifest of them by
/// [create](https://github.com/ollama/ollama/blob/main/docs/api.md#create-a-model). Blobs without a manifest are
/// removed when Ollama starts, and what it has lost so is sent again from here.
final class OllamaUpload {
    /// What stays free on Ollama's disk: a node whose disk is full ends what runs on it.
    private static final long RESERVE = 256L << 20;
    /// Bytes each second that an upload has at the least; slower ones are given up.
    private static final long SLOWEST = 4L << 20;
    private static final Duration LEAST = Duration.ofMinutes(10);

    private final OllamaApi api;
    private final ModelDisk disk;

    OllamaUpload(OllamaApi api, ModelDisk disk) {
        this.api = api;
        this.disk = disk;
    }

    /// Fetches a model into the store of this machine and gives it to Ollama.
    ///
    /// @return its name
    String bring(FolderModelStore here, PullRequest request, Progress progress) {
        RemoteModel model = here.resolve(request);
        String wanted = ModelPuller.name(request, model);
        long files = model.parts().stream()
                .filter(part -> part.role() == Role.WEIGHTS)
                .count();
        if (files > 1) {
            // It takes them without a word, and the whole server ends when the model is loaded.
            throw new ApplianceException(PullProblems.splitForOllama(wanted, files));
        }
        if (!request.force() && here.origin(wanted).isEmpty() && isTaken(wanted)) {
            throw new ApplianceException(PullProblems.nameTaken(wanted, "one that Ollama has", request.reference()));
        }
        String name = here.pull(request, progress);
        ModelManifest manifest = here.manifest(name).orElseThrow();
        if (request.force() || !has(name, manifest)) {
            give(name, manifest, here.blobs(), progress);
        }
        return name;
    }

    /// Whether Ollama has a model of a name.
    boolean isTaken(String name) {
        return api.tags().stream()
                .anyMatch(tag -> ModelName.canonical(tag.name()).equals(name));
    }

    private boolean has(String name, ModelManifest manifest) {
        try {
            JsonNode show = api.send("POST", "/api/show", OllamaApi.named(name));
            return show.path("modelfile")
                    .asText()
                    .lines()
                    .filter(line -> line.startsWith("FROM "))
                    .anyMatch(line -> line.contains(manifest.digest().hex()));
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }

    private void give(String name, ModelManifest manifest, BlobStore blobs, Progress progress) {
        try {
            List<ModelManifest.Part> files = manifest.parts().stream()
                    .filter(OllamaUpload::isFile)
                    .filter(part -> !api.hasBlob(part.digest().hex()))
                    .toList();
            requireRoom(name, files);
            for (ModelManifest.Part part : files) {
                send(name, part, blobs.path(part.digest()), progress);
            }
            create(name, manifest, blobs, progress);
        } catch (OllamaRefusal e) {
            throw new ApplianceException(SupplyProblems.notStored(name, "Ollama says: " + e.text() + "."), e);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(name, e.toString()), e);
        }
    }

    private static boolean isFile(ModelManifest.Part part) {
        return switch (part.role()) {
            case WEIGHTS, PROJECTOR, ADAPTER -> true;
            case TEMPLATE, SYSTEM, PARAMETERS, LICENCE -> false;
        };
    }

    private void requireRoom(String name, List<ModelManifest.Part> files) {
        long needed = files.stream().mapToLong(ModelManifest.Part::bytes).sum();
        OptionalLong free = disk.freeBytes();
        if (needed > 0 && free.isPresent() && free.getAsLong() - RESERVE < needed) {
            throw new ApplianceException(
                    SupplyProblems.diskShort("The model " + name, needed, free.getAsLong(), RESERVE));
        }
    }

    private void send(String name, ModelManifest.Part part, Path file, Progress progress) {
        String what = "giving " + part.file() + " of " + name + " to Ollama";
        Duration atMost = LEAST.plusSeconds(part.bytes() / SLOWEST);
        api.sendBlob(
                part.digest().hex(),
                BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new Reported(file, what, part.bytes(), progress)),
                        part.bytes()),
                atMost);
    }

    private void create(String name, ModelManifest manifest, BlobStore blobs, Progress progress) throws IOException {
        ObjectNode question = OllamaApi.named(name);
        ObjectNode files = question.putObject("files");
        files.put("model.gguf", manifest.digest().toString());
        for (ModelManifest.Part part : manifest.parts()) {
            Path blob = blobs.path(part.digest());
            switch (part.role()) {
                case WEIGHTS -> {
                    // Above: there is one.
                }
                case PROJECTOR -> files.put("mmproj.gguf", part.digest().toString());
                case ADAPTER ->
                    question.withObject("/adapters")
                            .put("adapter.gguf", part.digest().toString());
                case TEMPLATE -> question.put("template", text(blob));
                case SYSTEM -> question.put("system", text(blob));
                case LICENCE -> question.put("license", text(blob));
                case PARAMETERS -> question.set("parameters", OllamaApi.JSON.readTree(text(blob)));
            }
        }
        api.stream("/api/create", question, new OllamaPull(name, progress, disk));
    }

    private static String text(Path blob) throws IOException {
        return Files.readString(blob, StandardCharsets.UTF_8);
    }

    /// File whose reading is reported.
    private static final class Reported extends FilterInputStream {
        private final String what;
        private final long total;
        private final Progress progress;
        private long done;

        Reported(Path file, String what, long total, Progress progress) {
            super(open(file));
            this.what = what;
            this.total = total;
            this.progress = progress;
        }

        private static InputStream open(Path file) {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int read(byte[] piece, int from, int most) throws IOException {
            int read = super.read(piece, from, most);
            if (read > 0) {
                done += read;
                progress.at(what, done, total);
            }
            return read;
        }
    }
}
