package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.BundledModel;
import io.aiplat.inference.ModelDisk;
import io.aiplat.inference.ModelName;
import io.aiplat.inference.Modelfile;
import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How models come to an Ollama and go.
final class OllamaStore {
    /// How Go names the error of a disk that is full.
    private static final String NO_SPACE = "no space left on device";

    /// How long a server that went away during a pull may take to come back: a pod that is made anew on another
    /// node, with its volume.
    private static final Duration RETURN = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int TRIES_WITHOUT_PROGRESS = 3;

    private final ModelDisk disk;
    private final OllamaApi api;
    private final Set<String> plainRegistries;

    /// Makes it.
    ///
    /// @param plainRegistries `host:port` of registries without TLS; those on the loopback interface are
    ///                        known
    OllamaStore(OllamaApi api, Set<String> plainRegistries, ModelDisk disk) {
        this.disk = disk;
        this.api = api;
        this.plainRegistries = Set.copyOf(plainRegistries);
    }

    void put(BundledModel model, Progress progress) {
        try {
            Modelfile modelfile = Modelfile.parse(model.name(), model.modelfile());
            if (!has(model, modelfile)) {
                if (!api.hasBlob(model.sha256())) {
                    upload(model, progress);
                }
                create(model, modelfile, progress);
            }
        } catch (OllamaRefusal e) {
            throw new ApplianceException(ModelsProblems.notStored(model.name(), "Ollama says: " + e.text() + "."), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean has(BundledModel model, Modelfile modelfile) {
        try {
            JsonNode show = api.send("POST", "/api/show", OllamaModels.named(model.name()));
            return OllamaFacts.of(model.name(), show).same(model.sha256(), modelfile);
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
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
        ObjectNode question = OllamaModels.named(model.name());
        question.putObject("files").put("model.gguf", "sha256:" + model.sha256());
        if (modelfile.template() != null) {
            question.put("template", modelfile.template());
        }
        if (modelfile.system() != null) {
            question.put("system", modelfile.system());
        }
        ObjectNode parameters = question.putObject("parameters");
        modelfile.parameters().forEach((name, values) -> parameter(parameters, name, values));
        api.stream("/api/create", question, new OllamaPull(model.name(), progress, disk));
    }

    private static void parameter(ObjectNode parameters, String name, List<String> values) {
        if (name.equals("stop")) {
            ArrayNode stops = parameters.putArray(name);
            values.forEach(stops::add);
            return;
        }
        String value = values.getLast();
        if (value.matches("-?\\d+")) {
            parameters.put(name, Long.parseLong(value));
        } else if (value.matches("-?\\d*\\.\\d+")) {
            parameters.put(name, Double.parseDouble(value));
        } else {
            parameters.put(name, value);
        }
    }

    /// Lets Ollama pull. A pull that was interrupted goes on where it stopped, and by itself where Ollama went away
    /// in the middle of it and comes back: a pod that is replaced, a node or a service that is restarted.
    ///
    /// @param model such as `qwen2.5:0.5b`, or with a registry: `127.0.0.1:5000/library/smoke:1`
    /// @throws RequestRefused     if the registry has none of that name
    /// @throws ApplianceException if the registry cannot be reached, or the disk is full
    String pull(String model, Progress progress) {
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
        return e.problem().code().equals(ModelsProblems.OLLAMA_NOT_ANSWERING);
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
        ObjectNode question = OllamaModels.named(model).put("stream", true);
        if (isPlain(model)) {
            question.put("insecure", true);
        }
        try {
            if (!api.stream("/api/pull", question, lines)) {
                throw new ApplianceException(
                        ModelsProblems.pullFailed(model, "Ollama stopped before the end, without a reason."));
            }
            return ModelName.canonical(model);
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                throw new RequestRefused(
                        RequestRefused.Kind.MODEL_NOT_FOUND, "model", "no registry has a model " + model);
            }
            if (e.text().contains(NO_SPACE)) {
                disk.removeUnfinished();
                throw new ApplianceException(ModelsProblems.diskFull(model), e);
            }
            throw new ApplianceException(ModelsProblems.pullFailed(model, "Ollama says: " + e.text() + "."), e);
        }
    }

    private boolean isPlain(String model) {
        String registry = model.contains("/") ? model.substring(0, model.indexOf('/')) : "";
        String host = registry.replaceFirst(":\\d+$", "");
        return plainRegistries.contains(registry) || host.equals("127.0.0.1") || host.equals("localhost");
    }

    void remove(String model) {
        try {
            api.send("DELETE", "/api/delete", OllamaModels.named(model));
        } catch (OllamaRefusal e) {
            throw e.notFound()
                    ? OllamaRefusal.missing(model)
                    : new ApplianceException(ModelsProblems.notStored(model, "Ollama says: " + e.text() + "."), e);
        }
    }
}
