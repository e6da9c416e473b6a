package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.Profile;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.origin.HubModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models search`: what could be pulled, and from where. Ollama's registry cannot be searched.
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

    /// One that was found.
    ///
    /// @param model to pull
    /// @param where it was found, in one word: `here`, `suggested`, `huggingface`
    /// @param bytes of its files; 0 where that is not known
    /// @param note  for people
    private record Found(String model, String where, long bytes, String note) {}

    @Override
    public void run() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            List<Found> found = new ArrayList<>(here(scope));
            scope.catalog().profiles().stream()
                    .flatMap(profile -> profile.models().stream())
                    .filter(suggestion -> matches(suggestion.model() + " " + suggestion.description()))
                    .distinct()
                    .map(ModelSearchCommand::suggested)
                    .forEach(found::add);
            Problem unreachable = null;
            try {
                scope.hub().search(String.join(" ", words), Math.clamp(limit, 1, 100)).stream()
                        .map(ModelSearchCommand::ofHub)
                        .forEach(found::add);
            } catch (ApplianceException e) {
                if (found.isEmpty()) {
                    throw e;
                }
                unreachable = e.problem();
            }
            if (unreachable != null) {
                invocation.output().warning(unreachable);
            }
            tell(found);
        }
    }

    private List<Found> here(InstallScope scope) {
        TreeSet<String> names = new TreeSet<>();
        BundledModel.ALL.forEach(model -> names.add(model.name()));
        scope.modelRegistry().all().stream().map(ModelRecord::name).forEach(names::add);
        return names.stream()
                .filter(this::matches)
                .map(name -> new Found(name, "here", 0, "in this home"))
                .toList();
    }

    private boolean matches(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static Found suggested(Profile.Suggestion suggestion) {
        return new Found(suggestion.model(), "suggested", suggestion.bytes(), suggestion.description());
    }

    private static Found ofHub(HubModel model) {
        String note = String.join(
                ", ",
                Stream.of(
                                model.downloads() + " downloads",
                                model.licence() == null ? "no licence said" : model.licence(),
                                model.hasTerms() ? "terms to accept" : "")
                        .filter(part -> !part.isEmpty())
                        .toList());
        return new Found(model.reference(), "huggingface", 0, note);
    }

    private void tell(List<Found> found) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Table table = new Table("MODEL", "WHERE", "SIZE", "NOTE");
        for (Found one : found) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", one.model());
            row.put("where", one.where());
            row.put("bytes", one.bytes());
            row.put("note", one.note());
            rows.add(row);
            table.row(one.model(), one.where(), one.bytes() == 0 ? "-" : Quantity.bytes(one.bytes()), one.note());
        }
        String end = found.isEmpty()
                ? "Nothing is called so.\n"
                : table.toText() + "\nBring one: aiplat models pull MODEL\n";
        invocation.output().value(rows, end);
    }
}
