package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.RemoteModel;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

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
        if (!request.force() && here.origin(wanted).isEmpty() && isTaken(wanted)) {
            throw new ApplianceException(PullProblems.nameTaken(wanted, "one that Ollama has", request.reference()));
        }
        String name = here.pull(request, progress);
        give(name, here.manifest(name).orElseThrow(), here.blobs(), request.force(), progress);
        return name;
    }

    /// Whether Ollama has a model of a name.
    boolean isTaken(String name) {
        return api.tags().stream()
                .anyMatch(tag -> ModelName.canonical(tag.name()).equals(name));
    }

    private boolean has(String name, BlobDigest weights) {
        try {
            JsonNode show = api.send("POST", "/api/show", OllamaApi.named(name));
            return show.path("modelfile")
                    .asText()
                    .lines()
                    .filter(line -> line.startsWith("FROM "))
                    .anyMatch(line -> line.contains(weights.hex()));
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }

    private void give(String name, ModelManifest manifest, BlobStore blobs, boolean force, Progress progress) {
        try {
            OllamaWeights weights = OllamaWeights.of(name, manifest, blobs, progress);
            if (!force && has(name, weights.digest())) {
                return;
            }
            List<Given> missing = Stream.concat(
                            Stream.of(new Given("the weights", weights)),
                            manifest.parts().stream()
                                    .filter(OllamaUpload::isFileBeside)
                                    .map(part -> given(part, blobs)))
                    .filter(file -> !api.hasBlob(file.content.digest().hex()))
                    .toList();
            requireRoom(name, missing);
            for (Given file : missing) {
                send("giving " + file.what + " of " + name + " to Ollama", file.content, progress);
            }
            create(name, weights, manifest, blobs, progress);
        } catch (OllamaRefusal e) {
            throw new ApplianceException(SupplyProblems.notStored(name, "Ollama says: " + e.text() + "."), e);
        } catch (ClosedByInterruptException e) {
            throw (CancellationException) new CancellationException("the upload was interrupted").initCause(e);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(name, e.toString()), e);
        }
    }

    /// A file that Ollama is given.
    ///
    /// @param what for reports
    private record Given(String what, OllamaWeights content) {}

    private static Given given(ModelManifest.Part part, BlobStore blobs) {
        Path blob = blobs.path(part.digest());
        return new Given(part.file(), new OllamaWeights(part.digest(), part.bytes(), () -> Files.newInputStream(blob)));
    }

    private static boolean isFileBeside(ModelManifest.Part part) {
        return switch (part.role()) {
            case PROJECTOR, ADAPTER -> true;
            case WEIGHTS, TEMPLATE, SYSTEM, PARAMETERS, LICENCE -> false;
        };
    }

    private void requireRoom(String name, List<Given> files) {
        long needed = files.stream().mapToLong(file -> file.content.bytes()).sum();
        OptionalLong free = disk.freeBytes();
        if (needed > 0 && free.isPresent() && free.getAsLong() - RESERVE < needed) {
            throw new ApplianceException(
                    SupplyProblems.diskShort("The model " + name, needed, free.getAsLong(), RESERVE));
        }
    }

    private void send(String what, OllamaWeights file, Progress progress) {
        Duration atMost = LEAST.plusSeconds(file.bytes() / SLOWEST);
        api.sendBlob(
                file.digest().hex(),
                BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new Reported(file, what, progress)), file.bytes()),
                atMost);
    }

    private void create(String name, OllamaWeights weights, ModelManifest manifest, BlobStore blobs, Progress progress)
            throws IOException {
        ObjectNode question = OllamaApi.named(name);
        ObjectNode files = question.putObject("files");
        files.put("model.gguf", weights.digest().toString());
        for (ModelManifest.Part part : manifest.parts()) {
            Path blob = blobs.path(part.digest());
            switch (part.role()) {
                case WEIGHTS -> {
                    // Above, in one file.
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

        Reported(OllamaWeights file, String what, Progress progress) {
            super(open(file));
            this.what = what;
            this.total = file.bytes();
            this.progress = progress;
        }

        private static InputStream open(OllamaWeights file) {
            try {
                return file.source().open();
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
