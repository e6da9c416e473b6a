package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.SupplyProblems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Adds up what `/api/pull` says of each layer: it reports them one by one and many at a time.
final class OllamaPull implements OllamaApi.Lines {
    /// Of one model; only how far it is depends on them.
    private static final int MOST_LAYERS = 1000;
    /// What a pull leaves free: a node whose disk is full ends what runs on it.
    private static final long RESERVE = 256L << 20;
    /// What is smaller fits wherever anything fits, and is not worth the look.
    private static final long SMALL = 16 << 20;

    private final String model;
    private final Progress progress;
    private final ModelDisk disk;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private boolean begun;

    private record Layer(long completed, long total) {}

    OllamaPull(String model, Progress progress, ModelDisk disk) {
        this.disk = disk;
        this.model = model;
        this.progress = progress;
    }

    /// Ollama tells the size of a layer when it begins with it, and the weights are the first and by far the
    /// largest.
    private void refuseWhatDoesNotFit(Layer layer) {
        long wanted = layer.total - layer.completed;
        if (wanted < SMALL) {
            return;
        }
        OptionalLong free = disk.freeBytes();
        if (free.isPresent() && free.getAsLong() - RESERVE < wanted) {
            throw new ApplianceException(
                    SupplyProblems.diskShort("The model " + model, wanted, free.getAsLong(), RESERVE));
        }
    }

    /// Whether Ollama has said anything.
    boolean begun() {
        return begun;
    }

    /// Bytes that are there, of all layers it spoke of.
    long done() {
        return layers.values().stream().mapToLong(Layer::completed).sum();
    }

    @Override
    public boolean accept(JsonNode object) {
        begun = true;
        String status = object.path("status").asText();
        String digest = object.path("digest").asText();
        if (object.has("digest") && (layers.size() < MOST_LAYERS || layers.containsKey(digest))) {
            Layer layer = new Layer(
                    object.path("completed").asLong(), object.path("total").asLong());
            Layer before = layers.put(digest, layer);
            if (before == null || before.total == 0) {
                refuseWhatDoesNotFit(layer);
            }
        }
        long done = done();
        long total = layers.values().stream().mapToLong(Layer::total).sum();
        progress.at(object.has("digest") ? "pulling " + model : status, done, total);
        return !status.equals("success");
    }
}
