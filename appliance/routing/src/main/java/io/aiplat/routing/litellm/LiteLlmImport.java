package io.aiplat.routing.litellm;

import io.aiplat.model.ApplianceException;
import io.aiplat.routing.RoutingProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Converts a configuration of LiteLLM's proxy into `gateway.yaml`.
public final class LiteLlmImport {
    private LiteLlmImport() {}

    /// The conversion of a file.
    ///
    /// @throws ApplianceException if it cannot be read or is no YAML
    public static Imported convert(Path file) {
        try {
            return convert(file.toString(), Files.readString(file));
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new ApplianceException(RoutingProblems.fileUnreadable(file, reason), e);
        }
    }

    /// The conversion of a text.
    ///
    /// @param label how problems call the text
    /// @throws ApplianceException if it is no YAML
    public static Imported convert(String label, String text) {
        Tree file = parsed(label, text);
        Draft draft = new Draft();
        Verdicts verdicts = new Verdicts();
        new ModelEntries(draft, verdicts).convert(file.at("model_list"));
        new SharedSettings(draft, verdicts).convert(file);
        return new Imported(draft.text(), verdicts.all(file));
    }

    private static Tree parsed(String label, String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(label).build();
            return new Compose(settings)
                    .composeString(text)
                    .map(Tree::of)
                    .orElse(new Tree("", 1, null, Map.of(), List.of()));
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(m -> label + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                    .orElse(label);
            throw new ApplianceException(RoutingProblems.fileMalformed(place, e.getProblem() + "."), e);
        } catch (YamlEngineException e) {
            throw new ApplianceException(RoutingProblems.fileMalformed(label, e.getMessage() + "."), e);
        }
    }
}
