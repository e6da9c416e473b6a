package io.aiplat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ObjectType;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.model.registry.StageDecision;
import io.aiplat.supply.ModelDetails;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the management API says of models.
final class ModelTypes {
    /// The words of stages.
    static final JsonType STAGE = JsonType.oneOf(
            Arrays.stream(ModelStage.values()).map(ModelStage::word).toList());

    /// What was measured.
    static final ObjectType<BenchmarkResult> BENCHMARK = ObjectType.<BenchmarkResult>named("ModelBenchmark")
            .field("at", JsonType.moment(), BenchmarkResult::at)
            .field("engine", JsonType.text(), BenchmarkResult::engine)
            .field("prompt_tokens", JsonType.whole(), BenchmarkResult::promptTokens)
            .field("output_tokens", JsonType.whole(), BenchmarkResult::outputTokens)
            .field("concurrency", JsonType.whole().described("Requests at once."), BenchmarkResult::concurrency)
            .field("context", JsonType.whole().described("Tokens; 0 where it is not known."), BenchmarkResult::context)
            .field(
                    "prompt_rate",
                    JsonType.number().described("Tokens of prompts in a second, of all requests together."),
                    BenchmarkResult::promptRate)
            .field(
                    "generation_rate",
                    JsonType.number().described("Tokens of answers in a second, of all requests together."),
                    BenchmarkResult::generationRate)
            .field(
                    "first_token_ms_p50",
                    JsonType.number().described("Milliseconds to the first token, the median."),
                    BenchmarkResult::firstTokenMillis)
            .field(
                    "first_token_ms_p95",
                    JsonType.number().described("The same, the 95th of 100."),
                    BenchmarkResult::firstTokenMillisWorst)
            .build();

    /// A model in memory.
    static final ObjectType<ModelInventory.Resident> RESIDENT = ObjectType.<ModelInventory.Resident>named(
                    "ResidentModel")
            .field("name", JsonType.text(), resident -> resident.model().name())
            .field("engine", JsonType.text(), ModelInventory.Resident::engine)
            .field(
                    "since",
                    JsonType.moment().orNull().described("Null where the engine does not say."),
                    resident -> resident.model().since())
            .field(
                    "until",
                    JsonType.moment()
                            .orNull()
                            .described("When it leaves if nobody asks it anything; null where it stays or answers."),
                    resident -> resident.model().until())
            .field(
                    "busy",
                    JsonType.flag().described("Whether it is known to answer somebody."),
                    resident -> resident.model().busy())
            .field(
                    "memory",
                    JsonType.whole().described("Bytes, of the machine and GPUs; 0 where that is not known."),
                    resident -> resident.model().memory())
            .field(
                    "gpu",
                    JsonType.whole().described("Bytes of these on GPUs."),
                    resident -> resident.model().gpu())
            .field(
                    "context",
                    JsonType.whole().described("Tokens; 0 where it is not known."),
                    resident -> resident.model().context())
            .build();

    private static final ObjectType<StageDecision> DECISION = ObjectType.<StageDecision>named("ModelStage")
            .field("stage", STAGE, decision -> decision.stage().word())
            .field("at", JsonType.moment().orNull(), StageDecision::at)
            .field(
                    "by",
                    JsonType.text().orNull().described("Name of the key that it was said with."),
                    StageDecision::by)
            .field("note", JsonType.text().orNull(), StageDecision::note)
            .build();

    private static final ObjectType<ModelVersion> VERSION = ObjectType.<ModelVersion>named("ModelVersion")
            .field("digest", JsonType.text().described("Of the weights."), ModelVersion::digest)
            .field("source", JsonType.text().orNull().described("Where exactly they came from."), ModelVersion::source)
            .field("licence", JsonType.text().orNull(), ModelVersion::licence)
            .field("quantisation", JsonType.text().orNull(), ModelVersion::quantisation)
            .field("parameters", JsonType.whole().described("0 where it is not known."), ModelVersion::parameters)
            .field("context", JsonType.whole().described("Tokens; 0 where it is not known."), ModelVersion::context)
            .field("bytes", JsonType.whole(), ModelVersion::bytes)
            .field("added", JsonType.moment(), ModelVersion::added)
            .build();

    private static final ObjectType<ModelDetails> FILES = ObjectType.<ModelDetails>named("ModelFiles")
            .described("What its files say, where the model is here.")
            .field(
                    "digest",
                    JsonType.text().orNull().described("Of the weights; null where all of them would have to be read."),
                    ModelDetails::digest)
            .field("bytes", JsonType.whole(), ModelDetails::bytes)
            .field("created", JsonType.moment(), ModelDetails::created)
            .field("architecture", JsonType.text().orNull(), ModelDetails::architecture)
            .field("quantisation", JsonType.text().orNull(), ModelDetails::quantisation)
            .field("parameters", JsonType.whole().described("0 where it is not known."), ModelDetails::parameters)
            .field("licence", JsonType.text().orNull(), ModelDetails::licence)
            .field("context", JsonType.whole().described("Tokens it was trained to see."), ModelDetails::context)
            .field("template", JsonType.text().orNull(), ModelDetails::template)
            .field("system", JsonType.text().orNull(), ModelDetails::system)
            .field(
                    "defaults",
                    JsonType.object().described("Values of each parameter of its Modelfile."),
                    files -> defaults(files.defaults()))
            .field("embeds", JsonType.flag().described("Whether it makes vectors and no text."), ModelDetails::embeds)
            .build();

    /// A model as it is listed.
    static final ObjectType<ModelInventory.Entry> LISTED = ObjectType.<ModelInventory.Entry>named("Model")
            .field("name", JsonType.text(), model -> model.card().name())
            .field("bytes", JsonType.whole(), model -> model.card().bytes())
            .field("created", JsonType.moment(), model -> model.card().created())
            .field(
                    "context",
                    JsonType.whole().described("Tokens; 0 where it is not known."),
                    model -> model.card().contextLength())
            .field(
                    "embeds",
                    JsonType.flag().described("Whether it makes vectors and no text."),
                    model -> model.card().embeds())
            .field(
                    "loaded",
                    JsonType.flag().described("Whether it is in memory."),
                    model -> model.card().loaded())
            .field("stage", STAGE, model -> model.record().stage().stage().word())
            .field("quantisation", JsonType.text().orNull(), ModelInventory.Entry::quantisation)
            .build();

    /// All that is known of a model.
    static final ObjectType<ModelInventory.Shown> SHOWN = ObjectType.<ModelInventory.Shown>named("ModelDetails")
            .field("name", JsonType.text(), model -> model.record().name())
            .field("engine", JsonType.text().described("What runs models here."), ModelInventory.Shown::engine)
            .field(
                    "here",
                    JsonType.flag().described("False for one of which only the record is left."),
                    model -> model.details() != null)
            .field(
                    "loaded",
                    JsonType.flag().described("Whether it is in memory."),
                    model -> model.card() != null && model.card().loaded())
            .field(
                    "context",
                    JsonType.whole().described("Tokens it sees as it is served; 0 where that is not known."),
                    model -> model.card() == null ? 0 : model.card().contextLength())
            .field(
                    "stage",
                    DECISION.type(),
                    model -> DECISION.json(model.record().stage()))
            .field("notes", JsonType.text(), model -> model.record().notes())
            .optional("files", FILES.type(), model -> model.details() == null ? null : FILES.json(model.details()))
            .field(
                    "versions",
                    JsonType.listOf(VERSION.type())
                            .described("The present one last; none where nobody has recorded it."),
                    model -> model.record().versions().stream()
                            .map(VERSION::json)
                            .toList())
            .field(
                    "benchmarks",
                    JsonType.listOf(BENCHMARK.type()),
                    model -> model.record().benchmarks().stream()
                            .map(BENCHMARK::json)
                            .toList())
            .build();

    private ModelTypes() {}

    private static ObjectNode defaults(Map<String, List<String>> parameters) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(parameter -> parameter.getValue().forEach(json.withArray(parameter.getKey())::add));
        return json;
    }

    /// The first that is known; null where none is.
    static @Nullable String known(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
