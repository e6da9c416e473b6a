package io.aiplat.library;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigParse;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.FileProblems;
import io.aiplat.config.SentenceProblems;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.TextFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads a YAML file of the catalog strictly. All that is wrong with it is one problem, with a line for each fault.
final class CatalogFile {
    private static final FileProblems WORDING =
            new SentenceProblems(LibraryProblems::libraryBroken, "an earlier version");

    private CatalogFile() {}

    /// What a file says.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN
    static <T> T read(Path file, ValueForm<T> form) {
        try {
            return parse(ConfigSource.of(file, Map.of()), TextFile.read(file, TextFile.MOST_BYTES), form);
        } catch (TextFile.Unreadable e) {
            throw LibraryProblems.broken(file.toString(), e.reason(), e);
        }
    }

    /// What a text says.
    ///
    /// @param file its name, for messages
    /// @throws ApplianceException LIBRARY_BROKEN
    static <T> T parse(String file, String text, ValueForm<T> form) {
        return parse(new ConfigSource(file, Path.of(""), Map.of()), text, form);
    }

    private static <T> T parse(ConfigSource source, String text, ValueForm<T> form) {
        String file = source.label();
        ConfigParse reading = new ConfigParse(source, WORDING);
        try {
            YamlNode root = BoundedYaml.compose(file, text)
                    .orElseThrow(() -> LibraryProblems.broken(file, "There is nothing in it."));
            T read = form.read(root, "", reading);
            if (read == null || !reading.problems().isEmpty()) {
                throw broken(file, reading.problems());
            }
            return read;
        } catch (BoundedYaml.Malformed e) {
            throw LibraryProblems.broken(file, e.place() + ": " + e.reason(), e);
        } catch (ConfigParse.Enough e) {
            throw broken(file, e.problems());
        }
    }

    private static ApplianceException broken(String file, List<Problem> problems) {
        return LibraryProblems.broken(file, problems.stream().map(Problem::why).collect(Collectors.joining("\n")));
    }
}
