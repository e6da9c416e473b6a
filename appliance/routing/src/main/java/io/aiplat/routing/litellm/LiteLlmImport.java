package io.aiplat.routing.litellm;

import io.aiplat.config.BoundedYaml;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.TextFile;
import io.aiplat.routing.RoutingProblems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Converts a configuration of LiteLLM's proxy into `gateway.yaml`.
public final class LiteLlmImport {
    private LiteLlmImport() {}

    /// The conversion of a file.
    ///
    /// @throws ApplianceException if it cannot be read or is no YAML
    public static ImportResult convert(Path file) {
        try {
            return convert(file.toString(), TextFile.read(file, TextFile.MOST_BYTES));
        } catch (TextFile.Unreadable e) {
            throw new ApplianceException(RoutingProblems.fileUnreadable(file, e.reason()), e);
        }
    }

    /// The conversion of a text.
    ///
    /// @param label how problems call the text
    /// @throws ApplianceException if it is no YAML
    public static ImportResult convert(String label, String text) {
        LiteLlmNode file = parsed(label, text);
        ConvertedConfig draft = new ConvertedConfig();
        ImportOutcomes verdicts = new ImportOutcomes();
        new ModelEntries(draft, verdicts).convert(file.at("model_list"));
        new SharedSettings(draft, verdicts).convert(file);
        return new ImportResult(draft.text(), verdicts.all(file));
    }

    private static LiteLlmNode parsed(String label, String text) {
        try {
            return BoundedYaml.compose(label, text)
                    .map(LiteLlmNode::of)
                    .orElse(new LiteLlmNode("", 1, null, Map.of(), List.of()));
        } catch (BoundedYaml.Malformed e) {
            throw new ApplianceException(RoutingProblems.fileMalformed(e.place(), e.reason()), e);
        }
    }
}
