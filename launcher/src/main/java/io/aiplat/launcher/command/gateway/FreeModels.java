package io.aiplat.launcher.command.gateway;

import java.util.List;
import java.util.Map;

/// Says which models cost nothing where others have a price. An appliance serves what its gateway.yaml does not name
/// for nothing, and whoever writes prices may think otherwise.
final class FreeModels {
    private static final String REST = "*";

    private FreeModels() {}

    /// A note for a person.
    ///
    /// @param free whether a model costs nothing, by its name
    /// @return empty where all models have a price, or none has; otherwise it ends with a newline
    static String note(Map<String, Boolean> free) {
        if (!free.containsValue(true) || !free.containsValue(false)) {
            return "";
        }
        List<String> names = free.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(model -> model.getKey().equals(REST) ? "every model that is not named" : model.getKey())
                .toList();
        String note = "Other models have a price, these are free of charge: " + String.join(", ", names) + ".\n";
        return free.getOrDefault(REST, false)
                ? note + "A model named \"*\" with a price in gateway.yaml gives one to those that are not named.\n"
                : note;
    }
}
