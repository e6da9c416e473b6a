package io.aiplat.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.ModelCard;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.supply.pull.PullJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page and the command line are told, as JSON.
final class ConsoleJson {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConsoleJson() {}

    static byte[] bytes(ObjectNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode status(ApplianceStatus status) {
        ObjectNode json = object().put("version", status.version())
                .put("started", status.started().toString())
                .put("endpoint", status.endpoint().toString())
                .put("cluster", status.cluster().word())
                .put("clusterName", status.clusterName())
                .put("clusterReason", status.clusterReason())
                .put("engine", status.engine())
                .put("routes", status.routes());
        status.shortages().forEach(json.putArray("short")::add);
        return switch (status.readiness()) {
            case Readiness.Ready() -> json.put("ready", true).put("reason", "");
            case Readiness.NotYet(var reason) -> json.put("ready", false).put("reason", reason);
            case Readiness.Never(var problem) -> {
                json.put("ready", false).put("reason", problem.what() + ": " + problem.why());
                json.set("problem", problem(problem));
                yield json;
            }
        };
    }

    /// @param pulls those that are running, so that a page opened later can follow them
    static ObjectNode models(List<ModelCard> models, List<PullJob> pulls) {
        ObjectNode json = object();
        var list = json.putArray("models");
        for (ModelCard model : models) {
            list.addObject()
                    .put("name", model.name())
                    .put("bytes", model.bytes())
                    .put("created", model.created().toString())
                    .put("context", model.contextLength())
                    .put("embeds", model.embeds())
                    .put("loaded", model.loaded());
        }
        var running = json.putArray("pulls");
        pulls.forEach(pull -> running.add(pull.model()));
        return json;
    }

    /// One line of a pull.
    ///
    /// @param store what its models are kept by, for people
    static ObjectNode pull(PullJob job, PullJob.News news, String store) {
        return switch (news.outcome()) {
            case null ->
                object().put("what", news.what()).put("done", news.done()).put("total", news.total());
            case PullJob.Outcome.Arrived(var model, var warning) -> served(model, warning);
            case PullJob.Outcome.NoSuchModel(var reason) -> error(ConsoleProblems.refused(store, reason));
            case PullJob.Outcome.Failed(var problem) -> error(problem);
            case PullJob.Outcome.Cancelled() -> error(ConsoleProblems.pullStopped(job.model()));
            case PullJob.Outcome.Crashed(var reason) -> error(ConsoleProblems.pullFailed(job.model(), reason));
        };
    }

    private static ObjectNode served(String model, @Nullable Problem warning) {
        ObjectNode json = object().put("model", model);
        if (warning != null) {
            json.set("warning", problem(warning));
        }
        return json;
    }

    static ObjectNode error(Problem problem) {
        ObjectNode json = object();
        json.set("error", problem(problem));
        return json;
    }

    private static ObjectNode problem(Problem problem) {
        ObjectNode json = object().put("code", problem.code().id())
                .put("what", problem.what())
                .put("why", problem.why());
        problem.fixes().forEach(json.putArray("fixes")::add);
        return json;
    }

    /// The text in one field of an object.
    ///
    /// @return empty if there is no such object, field or text
    static String text(InputStream body, String field) {
        try {
            JsonNode root = MAPPER.readTree(body);
            return root == null ? "" : root.path(field).asText("");
        } catch (JsonProcessingException _) {
            // What is no JSON has no field.
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
