package io.aiplat.routing.litellm;

import java.util.List;
import java.util.Locale;

/// Result of an import: a converted configuration.
///
/// @param gatewayYaml the text of `gateway.yaml`
/// @param fields      every field of the configuration, in its order
public record ImportResult(String gatewayYaml, List<ImportedField> fields) {
    public ImportResult {
        fields = List.copyOf(fields);
    }

    /// The fields as lines for a person: verdict, place, note.
    public String report() {
        StringBuilder text = new StringBuilder();
        for (ImportedField field : fields) {
            text.append("%-11s line %d, %s: %s\n"
                    .formatted(
                            field.verdict().name().toLowerCase(Locale.ROOT), field.line(), field.path(), field.note()));
        }
        return text.toString();
    }
}
