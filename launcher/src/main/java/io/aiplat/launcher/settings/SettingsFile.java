package io.aiplat.launcher.settings;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.YamlNode;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.model.Problem;
import io.aiplat.model.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads `aiplat.yaml`. It is composed and not loaded, because only nodes know line and column.
final class SettingsFile {
    private final Path file;
    private final ConfigSource source;
    private final List<Problem> problems;
    private final List<RawSetting> stated = new ArrayList<>();

    private SettingsFile(Path file, ConfigSource source, List<Problem> problems) {
        this.file = file;
        this.source = source;
        this.problems = problems;
    }

    /// What the file states.
    ///
    /// @param user        the folder that `~` stands for
    /// @param environment that `${env:NAME}` takes from
    /// @param problems    takes what is wrong with it
    static List<RawSetting> read(Path file, Path user, Map<String, String> environment, List<Problem> problems) {
        SettingsFile reader = new SettingsFile(file, ConfigSource.of(file, user, environment), problems);
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
            String before = places.putIfAbsent(key, place(name));
            if (before != null) {
                problems.add(SettingsProblems.WORDING.nameTaken(key, place(name), key, before));
                continue;
            }
            entry(prefix, key, place(name), entry.value());
        }
    }

    private void entry(String prefix, String key, String place, YamlNode value) {
        boolean section = SettingTable.isSection(key) || SettingTable.isChosen(prefix);
        Optional<YamlNode> node = SettingTable.isText(key) ? text(value) : Optional.of(value);
        if (key.equals("home")) {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    place,
                    "The file may lie in the home, so it cannot say where that is.",
                    "--home or AIPLAT_HOME"));
        } else if (section && value instanceof YamlNode.Mapping mapping) {
            section(key + ".", mapping);
        } else if (section) {
            sectionWithoutKeys(key, place, value);
        } else if (!SettingTable.isKnown(key)) {
            problems.add(SettingTable.unknown(key, place));
        } else if (node.isPresent()) {
            stated.add(new RawSetting(key, node.get(), source));
        } else {
            problems.add(SettingsProblems.invalidValue(
                    key, place(value), "There is nothing, or something with keys of its own.", SettingTable.form(key)));
        }
    }

    private void sectionWithoutKeys(String key, String place, YamlNode value) {
        boolean empty = value.isNothing();
        if (!empty) {
            problems.add(SettingsProblems.invalidValue(
                    key, place, "It is a section, not a setting.", "its keys below it, indented by two spaces"));
        }
    }

    /// A scalar, or the items of a list joined by commas; empty for what is neither.
    private static Optional<YamlNode> text(YamlNode value) {
        return switch (value) {
            case YamlNode.Scalar scalar when !scalar.isNull() -> Optional.of(scalar);
            case YamlNode.Sequence sequence
            when sequence.items().stream().allMatch(YamlNode.Scalar.class::isInstance) ->
                Optional.of(new YamlNode.Scalar(
                        sequence.items().stream()
                                .map(item -> ((YamlNode.Scalar) item).text())
                                .collect(Collectors.joining(",")),
                        false,
                        sequence.line(),
                        sequence.column()));
            default -> Optional.empty();
        };
    }

    private String place(YamlNode node) {
        return node.place(source.label());
    }
}
