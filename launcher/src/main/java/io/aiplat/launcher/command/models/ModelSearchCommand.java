package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.origin.ModelSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models search`: what could be pulled, and from where. It needs no appliance that runs.
@Command(
        name = "search",
        description = {
            "Search for models: here, among those this version suggests, and on Hugging Face.",
            "Ollama's registry cannot be searched by programs; what it has is listed at ollama.com/library."
        })
final class ModelSearchCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "WORD", arity = "1..*", description = "parts of the model's name")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many to show of Hugging Face, those fetched most first (default: 20)")
    private int limit;

    ModelSearchCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            ModelSearch.Result result = scope.modelSearch().search(words, Math.clamp(limit, 1, ModelSearch.MOST));
            if (result.unreachable() != null) {
                if (result.found().isEmpty()) {
                    throw new ApplianceException(result.unreachable());
                }
                invocation.output().warning(result.unreachable());
            }
            tell(result.found());
        }
    }

    private void tell(List<ModelSearch.Found> found) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Table table = new Table("MODEL", "WHERE", "SIZE", "NOTE");
        for (ModelSearch.Found one : found) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", one.model());
            row.put("where", one.where().word());
            row.put("bytes", one.bytes());
            row.put("note", one.note());
            rows.add(row);
            table.row(
                    one.model(), one.where().word(), one.bytes() == 0 ? "-" : Quantity.bytes(one.bytes()), one.note());
        }
        String text = found.isEmpty()
                ? "Nothing is called so.\n"
                : table.toText() + "\nBring one: aiplat models pull MODEL\n";
        invocation.output().value(rows, text);
    }
}
