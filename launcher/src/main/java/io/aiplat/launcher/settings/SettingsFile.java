package io.aiplat.launcher.settings;

import io.aiplat.model.Problem;
import io.aiplat.model.TextFile;
import io.aiplat.routing.file.BoundedYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

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

    private void document(Node root) {
        switch (root) {
            case MappingNode mapping -> section("", mapping);
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> {
                // A file of comments only decides nothing.
            }
            default ->
                problems.add(SettingsProblems.fileMalformed(place(root), "It holds no keys, only a list or a text."));
        }
    }

    private void section(String prefix, MappingNode mapping) {
        Map<String, String> places = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                problems.add(SettingsProblems.fileMalformed(place(entry.getKeyNode()), "A key is a word here."));
                continue;
            }
            String key = prefix + name.getValue();
            SettingSource origin = origin(name);
            String before = places.putIfAbsent(key, origin.name());
            if (before != null) {
                problems.add(SettingsProblems.invalidValue(
                        key, origin.name(), "It is stated before at " + before + ".", "it once"));
                continue;
            }
            entry(prefix, key, origin, entry.getValueNode());
        }
    }

    private void entry(String prefix, String key, SettingSource origin, Node value) {
        boolean section = SettingTable.isSection(key) || prefix.equals(WildcardKey.REGISTRIES + ".");
        Optional<RawSetting> plain = text(value).map(text -> new RawSetting(key, text, origin(value)));
        if (key.equals("home")) {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    origin.name(),
                    "The file may lie in the home, so it cannot say where that is.",
                    "--home or AIPLAT_HOME"));
        } else if (section && value instanceof MappingNode mapping) {
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

    private void sectionWithoutKeys(String key, SettingSource origin, Node value) {
        boolean empty = value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
        if (!empty) {
            problems.add(SettingsProblems.invalidValue(
                    key,
                    origin.name(),
                    "It is a section, not a setting.",
                    "its keys below it, indented by two spaces"));
        }
    }

    /// The text of a scalar, the items of a list joined by commas; empty for what is neither.
    private static Optional<String> text(Node value) {
        return switch (value) {
            case ScalarNode scalar when !scalar.getTag().equals(Tag.NULL) -> Optional.of(scalar.getValue());
            case SequenceNode sequence
            when sequence.getValue().stream().allMatch(ScalarNode.class::isInstance) ->
                Optional.of(String.join(
                        ",",
                        sequence.getValue().stream()
                                .map(item -> ((ScalarNode) item).getValue())
                                .toList()));
            default -> Optional.empty();
        };
    }

    private SettingSource origin(Node node) {
        Path folder = file.toAbsolutePath().getParent();
        return new SettingSource(place(node), folder == null ? user : folder, user);
    }

    private String place(Node node) {
        return node.getStartMark()
                .map(mark -> BoundedYaml.place(file.toString(), mark))
                .orElse(file.toString());
    }
}
