package io.aiplat.models.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.Progress;
import java.util.LinkedHashMap;
import java.util.Map;

/// Adds up what `/api/pull` says of each layer: it reports them one by one and many at a time.
final class OllamaPull implements OllamaApi.Lines {
    /// Of one model; only how far it is depends on them.
    private static final int MOST_LAYERS = 1000;

    private final String model;
    private final Progress progress;
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    private record Layer(long completed, long total) {}

    OllamaPull(String model, Progress progress) {
        this.model = model;
        this.progress = progress;
    }

    @Override
    public boolean accept(JsonNode object) {
        String status = object.path("status").asText();
        String digest = object.path("digest").asText();
        if (object.has("digest") && (layers.size() < MOST_LAYERS || layers.containsKey(digest))) {
            layers.put(
                    digest,
                    new Layer(
                            object.path("completed").asLong(),
                            object.path("total").asLong()));
        }
        long done = layers.values().stream().mapToLong(Layer::completed).sum();
        long total = layers.values().stream().mapToLong(Layer::total).sum();
        progress.at(object.has("digest") ? "pulling " + model : status, done, total);
        return !status.equals("success");
    }
}
