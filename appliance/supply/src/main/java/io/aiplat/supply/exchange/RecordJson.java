package io.aiplat.supply.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.model.registry.StageDecision;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model's record as it stands in an archive. All of it is written, for people to read; what was decided on another
/// machine, and how fast the model was there, is not read again.
final class RecordJson {
    private static final int FORMAT = 1;

    /// What of a record is true of the bytes wherever they are.
    ///
    /// @param version null where the archive says none
    record Carried(String name, @Nullable ModelVersion version, String notes) {}

    private RecordJson() {}

    static ObjectNode of(ModelRecord record) {
        ObjectNode json =
                ModelArchive.JSON.createObjectNode().put("format", FORMAT).put("name", record.name());
        record.version().ifPresent(version -> version(json.putObject("version"), version));
        json.put("notes", record.notes());
        stage(json.putObject("stage"), record.stage());
        for (BenchmarkResult result : record.benchmarks()) {
            benchmark(json.withArray("benchmarks").addObject(), result);
        }
        return json;
    }

    private static void version(ObjectNode json, ModelVersion version) {
        json.put("digest", version.digest())
                .put("source", version.source())
                .put("licence", version.licence())
                .put("quantisation", version.quantisation())
                .put("parameters", version.parameters())
                .put("context", version.context())
                .put("bytes", version.bytes())
                .put("added", version.added().toString());
    }

    private static void stage(ObjectNode json, StageDecision decision) {
        json.put("stage", decision.stage().word())
                .put("at", decision.at() == null ? null : decision.at().toString())
                .put("by", decision.by())
                .put("note", decision.note());
    }

    private static void benchmark(ObjectNode json, BenchmarkResult result) {
        json.put("at", result.at().toString())
                .put("engine", result.engine())
                .put("prompt_tokens", result.promptTokens())
                .put("output_tokens", result.outputTokens())
                .put("concurrency", result.concurrency())
                .put("context", result.context())
                .put("prompt_rate", result.promptRate())
                .put("generation_rate", result.generationRate())
                .put("first_token_ms_p50", result.firstTokenMillis())
                .put("first_token_ms_p95", result.firstTokenMillisWorst());
    }

    /// Reads what is carried over.
    ///
    /// @param digest of the weights in the archive
    /// @throws ModelArchiveReader.Malformed if it is of a newer format, or nonsense
    static Carried read(JsonNode json, String digest) throws ModelArchiveReader.Malformed {
        if (json.path("format").asInt() > FORMAT) {
            throw new ModelArchiveReader.Malformed("It was written by a newer aiplat.");
        }
        JsonNode version = json.path("version");
        return new Carried(
                json.path("name").asText(),
                version.isMissingNode() ? null : version(version, digest),
                json.path("notes").asText());
    }

    private static ModelVersion version(JsonNode json, String digest) throws ModelArchiveReader.Malformed {
        try {
            return new ModelVersion(
                    digest,
                    json.path("source").textValue(),
                    json.path("licence").textValue(),
                    json.path("quantisation").textValue(),
                    json.path("parameters").asLong(),
                    json.path("context").asInt(),
                    json.path("bytes").asLong(),
                    Instant.parse(json.path("added").asText()));
        } catch (DateTimeException e) {
            throw new ModelArchiveReader.Malformed("Its record has no time: " + e.getMessage() + ".");
        }
    }
}
