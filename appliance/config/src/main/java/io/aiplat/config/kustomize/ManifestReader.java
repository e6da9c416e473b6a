package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads the documents of a file of manifests. Definitions of resources are deeper, and scripts in ConfigMaps longer,
/// than the limits of what people configure, so it has limits of its own.
final class ManifestReader {
    /// The most lists and sections one in another.
    static final int MOST_DEPTH = 100;

    /// The most values, those that aliases repeat included.
    static final int MOST_NODES = 1_000_000;

    private static final Set<String> TRUTH_OF_YAML_1_1 =
            Set.of("y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)|true|false|null");
    private static final Pattern YES = Pattern.compile("(?i)y|yes|on");

    private final String label;
    private final boolean oldTruth;
    private int nodes;

    private ManifestReader(String label, boolean oldTruth) {
        this.label = label;
        this.oldTruth = oldTruth;
    }

    /// The documents of a text that are not empty.
    ///
    /// @param label how problems call the text
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it is no YAML or goes over a limit
    static List<ManifestTree> read(String label, String text) {
        return new ManifestReader(label, false).documents(text);
    }

    /// The same for what Kubernetes' own reader of YAML 1.1 reads: `yes` and `on` are true.
    static List<ManifestTree> readOld(String label, String text) {
        return new ManifestReader(label, true).documents(text);
    }

    private List<ManifestTree> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(MOST_NODES)
                .build();
        List<ManifestTree> documents = new ArrayList<>();
        try {
            limitDepth(new ParserImpl(settings, new StreamReader(settings, text)));
            Composer composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            while (composer.hasNext()) {
                ManifestTree document = tree(composer.next(), 0);
                if (!ManifestTree.isNothing(document)) {
                    documents.add(document);
                }
            }
        } catch (YamlEngineException e) {
            String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
            throw new ApplianceException(KustomizeProblems.broken(label, "It is not YAML: " + message), e);
        }
        return documents;
    }

    /// The library composes by recursion.
    private void limitDepth(Parser parser) {
        int depth = 0;
        while (parser.hasNext()) {
            Event event = parser.next();
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                default -> {
                    // Words, and begin and end of the whole.
                }
            }
            refuseDepth(depth);
        }
    }

    private void refuseDepth(int depth) {
        if (depth > MOST_DEPTH) {
            throw refused("At most " + MOST_DEPTH + " lists and sections stand in one another.");
        }
    }

    private ApplianceException refused(String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    private ManifestTree tree(Node node, int depth) {
        refuseDepth(depth);
        if (++nodes > MOST_NODES) {
            throw refused("It has more than " + MOST_NODES + " values, aliases written out.");
        }
        return switch (node) {
            case ScalarNode scalar -> word(scalar);
            case SequenceNode sequence -> {
                Items items = new Items();
                sequence.getValue().forEach(item -> items.all().add(tree(item, depth + 1)));
                yield items;
            }
            case MappingNode mapping -> fields(mapping, depth);
            default -> throw refused("A part of it is neither a text nor a list nor a section.");
        };
    }

    private Fields fields(MappingNode mapping, int depth) {
        Fields fields = new Fields();
        List<Fields> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw refused("A key of it is no text.");
            }
            ManifestTree value = tree(entry.getValueNode(), depth + 1);
            if (key.getValue().equals("<<") && value instanceof Fields more) {
                merged.add(more);
            } else if (fields.get(key.getValue()) != null) {
                throw refused("The key " + key.getValue() + " stands twice in one section.");
            } else {
                fields.put(key.getValue(), value);
            }
        }
        merged.forEach(more -> more.all().forEach(fields.all()::putIfAbsent));
        return fields;
    }

    private Word word(ScalarNode scalar) {
        String text = scalar.getValue();
        // A word that the library takes for a text, and that looks like a number, was tagged as a text.
        boolean tagged = scalar.getTag().equals(Tag.STR) && NUMBER.matcher(text).matches();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN || tagged) {
            return Word.quoted(text);
        }
        if (oldTruth && TRUTH_OF_YAML_1_1.contains(text)) {
            return Word.written(Boolean.toString(YES.matcher(text).matches()));
        }
        return Word.written(text);
    }
}
