package io.aiplat.launcher.settings;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.YamlNode;
import io.aiplat.model.Problem;
import io.aiplat.model.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `aiplat.yaml`. It is composed and not loaded, because only nodes know line and column.
final class SettingsFile {
    private final Path file;
    private final Path user;
    private final List<Problem> problems;
    private final List<RawSetting> stated = new ArrayList<>();

    private SettingsFile(Path file, Path user, List<Problem> problems) {
        this.file = file;
        this.user = user;
        this.problems = problems;
    }

    /// What the file states.
    ///
    /// @param user     the folder that `~` stands for
    /// @param problems takes what is wrong with it
    static List<RawSetting> read(Path file, Path user, List<Problem> problems) {
        SettingsFile reader = new SettingsFile(file, user, problems);
        reader.read();
        return reader.stated;
    }

    private void read() {
        try {
            String text = TextFile.read(file, TextFile.MOST_BYTES);
            BoundedYaml.compose(file.toString(), text).ifPresent(this::document);
        } catch (BoundedYaml.Malformed e) {
            problems.add(SettingsProblems.fileMalformed(e.place(), e.reason()));
        } catch (TextFile.Unreadable e) {
            problems.add(SettingsProblems.fileUnreadable(file, e.reason()));
        }
    }

    private void document(YamlNode root) {
        switch (root) {
            case YamlNode.Mapping mapping -> section("", mapping);
            case YamlNode.Scalar scalar when scalar.isNull() -> {
                // A file of comments only decides nothing.
            }
            default ->
                problems.add(SettingsProblems.fileMalformed(place(root), "It holds no keys, only a list or a text."));
        }
    }

    private void section(String prefix, YamlNode.Mapping mapping) {
        Map<String, String> places = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!(entry.key() instanceof YamlNode.Scalar name)) {
                problems.add(SettingsProblems.fileMalformed(place(entry.key()), "A key is a word here."));
                continue;
            }
            String key = prefix + name.text();
            SettingSource origin = origin(name);
            String before = places.putIfAbsent(key, origin.name());
            if (before != null) {
                problems.add(SettingsProblems.invalidValue(
                        key, origin.name(), "It is stated before at " + before + ".", "it once"));
                continue;
            }
            entry(prefix, key, origin, entry.value());
        }
    }

    private void entry(String prefix, String key, SettingSource origin, YamlNode value) {
        boolean section = SettingTable.isSection(key) || prefix.equals(WildcardKey.REGISTRIES + ".");
        Optional<RawSetting> plain = text(value).map(text -> new RawSetting(key, text, origin(value)));
        if (key.equals("home")) {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    origin.name(),
                    "The file may lie in the home, so it cannot say where that is.",
                    "--home or AIPLAT_HOME"));
        } else if (section && value instanceof YamlNode.Mapping mapping) {
            section(key + ".", mapping);
        } else if (section) {
            sectionWithoutKeys(key, origin, value);
        } else if (!SettingTable.isKnown(key)) {
            problems.add(SettingsProblems.unknownKey(key, origin.name(), SettingTable.nearest(key)));
        } else if (plain.isPresent()) {
            stated.add(plain.get());
        } else {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    origin(value).name(),
                    "There is nothing, or something with keys of its own.",
                    SettingTable.form(key)));
        }
    }

    private void sectionWithoutKeys(String key, SettingSource origin, YamlNode value) {
        boolean empty = value.isNothing();
        if (!empty) {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    origin.name(),
                    "It is a section, not a setting.",
                    "its keys below it, indented by two spaces"));
        }
    }

    /// The text of a scalar, the items of a list joined by commas; empty for what is neither.
    private static Optional<String> text(YamlNode value) {
        return switch (value) {
            case YamlNode.Scalar scalar when !scalar.isNull() -> Optional.of(scalar.text());
            case YamlNode.Sequence sequence
            when sequence.items().stream().allMatch(YamlNode.Scalar.class::isInstance) ->
                Optional.of(String.join(
                        ",",
                        sequence.items().stream()
                                .map(item -> ((YamlNode.Scalar) item).text())
                                .toList()));
            default -> Optional.empty();
        };
    }

    private SettingSource origin(YamlNode node) {
        Path folder = file.toAbsolutePath().getParent();
        return new SettingSource(place(node), folder == null ? user : folder, user);
    }

    private String place(YamlNode node) {
        return node.place(file.toString());
    }
}
