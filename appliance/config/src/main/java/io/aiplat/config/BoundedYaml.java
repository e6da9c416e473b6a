package io.aiplat.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
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

/// Resource limits of YAML that a person gives: depth, length of a text, and the number of nodes with every alias
/// written out, counted while it is parsed. What is composed can be walked by recursion, and as a tree is no larger
/// than the limit says (an "alias bomb", as "billion laughs", is refused where it goes off).
public final class BoundedYaml {
    /// The most brackets or indentations one in another.
    public static final int MOST_DEPTH = 32;
    /// The most values, keys, lists and sections, those that aliases repeat included.
    public static final int MOST_NODES = 100_000;
    /// The most characters of one key or value.
    public static final int MOST_LETTERS = 65_536;

    private BoundedYaml() {}

    /// A text that is no YAML, or more of it than may be.
    public static final class Malformed extends Exception {
        private final String place;

        Malformed(String place, String reason, Throwable cause) {
            super(reason, cause);
            this.place = place;
        }

        /// The label, with line and column as far as they are known.
        public String place() {
            return place;
        }

        /// Why, as a full sentence.
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /// The one document of a text; empty where it has none.
    ///
    /// @param label how places call the text
    /// @throws Malformed if it is no YAML, has two documents, or goes over a limit
    public static Optional<YamlNode> compose(String label, String text) throws Malformed {
        LoadSettings settings = settings(label);
        return parsed(label, () -> {
            Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
            return new Composer(settings, new Counting(parser)).getSingleNode().map(new Conversion()::of);
        });
    }

    /// Refuses what another library could not read by recursion, in every document of a text: too much depth, and
    /// aliases, which may hold themselves.
    ///
    /// @param label how places call the text
    /// @throws Malformed if it is no YAML, too deep, or has aliases
    public static void requirePlain(String label, String text) throws Malformed {
        LoadSettings settings = settings(label);
        parsed(label, () -> {
            Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
            int depth = 0;
            while (parser.hasNext()) {
                Event event = parser.next();
                switch (event.getEventId()) {
                    case SequenceStart, MappingStart -> depth++;
                    case SequenceEnd, MappingEnd -> depth--;
                    case Alias -> throw refused("it has aliases", event);
                    default -> {
                        // Texts, and begin and end of the whole.
                    }
                }
                if (depth > MOST_DEPTH) {
                    throw refused("it is too deep", event);
                }
            }
            return Optional.empty();
        });
    }

    private static LoadSettings settings(String label) {
        return LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(MOST_NODES)
                .build();
    }

    private static Optional<YamlNode> parsed(String label, Supplier<Optional<YamlNode>> parsing) throws Malformed {
        try {
            return parsing.get();
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> place(label, mark)).orElse(label);
            throw new Malformed(place, sentence(e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new Malformed(label, sentence(String.valueOf(e.getMessage())), e);
        }
    }

    private static ParserException refused(String reason, Event event) {
        return new ParserException(reason, event.getStartMark());
    }

    private static String place(String label, Mark mark) {
        return label + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static String sentence(@Nullable String text) {
        String line = String.valueOf(text)
                .lines()
                .findFirst()
                .filter(l -> !l.isBlank())
                .orElse("It cannot be parsed")
                .strip();
        return Character.toUpperCase(line.charAt(0)) + line.substring(1) + ".";
    }

    /// Makes nodes of ours of those of the library. What aliases repeat is made once.
    private static final class Conversion {
        private final IdentityHashMap<Node, YamlNode> made = new IdentityHashMap<>();

        YamlNode of(Node node) {
            YamlNode before = made.get(node);
            if (before != null) {
                return before;
            }
            int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
            YamlNode own = switch (node) {
                case ScalarNode scalar ->
                    new YamlNode.Scalar(scalar.getValue(), scalar.getTag().equals(Tag.NULL), line, column);
                case SequenceNode sequence ->
                    new YamlNode.Sequence(
                            sequence.getValue().stream().map(this::of).toList(), line, column);
                case MappingNode mapping -> new YamlNode.Mapping(fields(mapping), line, column);
                default -> throw new IllegalStateException("no such node: " + node.getNodeType());
            };
            made.put(node, own);
            return own;
        }

        private List<YamlNode.Entry> fields(MappingNode mapping) {
            List<YamlNode.Entry> fields = new ArrayList<>();
            for (NodeTuple entry : mapping.getValue()) {
                fields.add(new YamlNode.Entry(of(entry.getKeyNode()), of(entry.getValueNode())));
            }
            return fields;
        }
    }

    /// Hands events on, and counts.
    private static final class Counting implements Parser {
        private final Parser parser;
        private final Deque<Open> open = new ArrayDeque<>();
        private final Map<Anchor, Integer> sizes = new HashMap<>();
        private int nodes;

        /// A list or section that has not ended.
        ///
        /// @param before nodes that were there when it began
        private record Open(Optional<Anchor> anchor, int before) {}

        Counting(Parser parser) {
            this.parser = parser;
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return parser.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return parser.hasNext();
        }

        @Override
        public Event next() {
            Event event = parser.next();
            switch (event.getEventId()) {
                case Scalar -> text((ScalarEvent) event);
                case Alias -> repeat((AliasEvent) event);
                case SequenceStart, MappingStart -> begin((CollectionStartEvent) event);
                case SequenceEnd, MappingEnd -> end();
                default -> {
                    // Begin and end of stream and document, and comments, make no nodes.
                }
            }
            return event;
        }

        private void text(ScalarEvent event) {
            count(1, event);
            if (event.getValue().length() > MOST_LETTERS) {
                throw refused("a text has at most " + MOST_LETTERS + " characters", event);
            }
            event.getAnchor().ifPresent(anchor -> sizes.put(anchor, 1));
        }

        private void begin(CollectionStartEvent event) {
            open.push(new Open(event.getAnchor(), nodes));
            count(1, event);
            if (open.size() > MOST_DEPTH) {
                throw refused("at most " + MOST_DEPTH + " lists and sections stand in one another", event);
            }
            // An alias of it that stands in it would be a value that holds itself.
            event.getAnchor().ifPresent(sizes::remove);
        }

        private void end() {
            Open ended = open.pop();
            ended.anchor().ifPresent(anchor -> sizes.put(anchor, nodes - ended.before()));
        }

        private void repeat(AliasEvent event) {
            Anchor anchor = event.getAlias();
            Integer size = sizes.get(anchor);
            if (size == null) {
                boolean around = open.stream().anyMatch(o -> o.anchor().equals(Optional.of(anchor)));
                throw refused(around ? "the alias " + anchor + " holds itself" : "no anchor " + anchor, event);
            }
            count(size, event);
        }

        private void count(int more, Event event) {
            nodes += more;
            if (nodes > MOST_NODES) {
                throw refused("at most " + MOST_NODES + " values can be in a file, aliases written out", event);
            }
        }
    }
}
