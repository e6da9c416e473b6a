package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// `aiplat models list`.
@Command(name = "list", description = "List the models that are here.")
final class ModelListCommand implements Runnable {
    private final Invocation invocation;

    ModelListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            List<Map<String, Object>> models = new ArrayList<>();
            Table table = new Table("NAME", "SIZE", "CONTEXT", "QUANTISATION", "KIND", "STAGE", "LOADED");
            for (JsonNode model : client.models()) {
                String kind = model.path("embeds").asBoolean() ? "embedding" : "chat";
                int context = model.path("context").asInt();
                boolean loaded = model.path("loaded").asBoolean();
                models.add(row(model, kind, context, loaded));
                table.row(
                        model.path("name").asText(),
                        Quantity.bytes(model.path("bytes").asLong()),
                        context == 0 ? "-" : Integer.toString(context),
                        model.path("quantisation").asText("-"),
                        kind,
                        model.path("stage").asText(),
                        loaded ? "yes" : "no");
            }
            invocation.output().value(models, table.toText());
        }
    }

    private static Map<String, Object> row(JsonNode model, String kind, int context, boolean loaded) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", model.path("name").asText());
        row.put("bytes", model.path("bytes").asLong());
        row.put("context", context);
        row.put("quantisation", model.path("quantisation").textValue());
        row.put("kind", kind);
        row.put("stage", model.path("stage").asText());
        row.put("loaded", loaded);
        return row;
    }
}
