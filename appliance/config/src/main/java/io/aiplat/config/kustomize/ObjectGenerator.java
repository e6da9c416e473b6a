package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.Kustomization.Generator;
import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Makes ConfigMaps and Secrets of words and files.
final class ObjectGenerator {
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
    private static final int LINE = 70;

    private final KustomizeFolder folder;
    private final String label;
    private final Generator generator;

    /// @param label how problems call the kustomization
    ObjectGenerator(KustomizeFolder folder, String label, Generator generator) {
        this.folder = folder;
        this.label = label;
        this.generator = generator;
    }

    /// The object.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if a file is missing, or a key is none or stands twice
    KustomizedObject make() {
        Fields content = new Fields();
        content.put("apiVersion", Word.of("v1"));
        content.put("kind", Word.of(generator.type() == null ? "ConfigMap" : "Secret"));
        KustomizedObject object = new KustomizedObject(content);
        object.name(generator.name());
        object.namespace(generator.namespace());
        if (generator.type() != null) {
            content.put("type", Word.of(generator.type()));
        }
        new TreeMap<>(pairs()).forEach((key, value) -> put(content, key, value));
        object.marks("labels", new TreeMap<>(generator.options().labels()));
        object.marks("annotations", new TreeMap<>(generator.options().annotations()));
        if (generator.options().immutable()) {
            content.put("immutable", Word.written("true"));
        }
        object.generated(generator.options().hash(), generator.behavior());
        return object;
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(
                KustomizeProblems.broken(label, "The generator of " + generator.name() + ": " + why));
    }

    private Map<String, byte[]> pairs() {
        Map<String, byte[]> pairs = new LinkedHashMap<>();
        generator.envs().forEach(file -> variables(file, pairs));
        generator.literals().forEach(literal -> {
            int equals = literal.indexOf('=');
            if (equals < 1) {
                throw broken("A literal is KEY=VALUE, and not " + literal + ".");
            }
            add(pairs, literal.substring(0, equals), bytes(unquoted(literal.substring(equals + 1))));
        });
        generator.files().forEach(source -> {
            String[] parts = source.split("=", -1);
            if (parts.length > 2 || source.startsWith("=") || source.endsWith("=")) {
                throw broken("A file is FILE or KEY=FILE, and not " + source + ".");
            }
            String file = parts[parts.length - 1];
            String key = parts.length == 2 ? parts[0] : file.substring(file.lastIndexOf('/') + 1);
            add(pairs, key, folder.bytes(file));
        });
        return pairs;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void variables(String file, Map<String, byte[]> pairs) {
        String text = folder.text(file);
        (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .lines()
                .map(String::stripLeading)
                .forEach(line -> {
                    if (line.isEmpty() || line.startsWith("#")) {
                        return;
                    }
                    int equals = line.indexOf('=');
                    String key = equals < 0 ? line : line.substring(0, equals);
                    if (!VARIABLE.matcher(key).matches()) {
                        throw broken(file + " has a line whose beginning is no name of a variable: " + key + ".");
                    }
                    add(pairs, key, bytes(equals < 0 ? "" : line.substring(equals + 1)));
                });
    }

    private void add(Map<String, byte[]> pairs, String key, byte[] value) {
        if (!KEY.matcher(key).matches()) {
            throw broken("A key is made of letters, digits, dots, dashes and underscores, and not " + key + ".");
        }
        if (pairs.putIfAbsent(key, value) != null) {
            throw broken("The key " + key + " stands twice.");
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && text.charAt(0) == text.charAt(text.length() - 1)
                && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private void put(Fields content, String key, byte[] value) {
        if (generator.type() != null) {
            content.made("data").put(key, Word.of(base64(value)));
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            content.made("data").put(key, Word.of(text));
        } catch (CharacterCodingException _) {
            content.made("binaryData").put(key, Word.of(base64(value)));
        }
    }

    /// In lines, as kustomize writes it: the hash of a name depends on it.
    private static String base64(byte[] value) {
        String whole = Base64.getEncoder().encodeToString(value);
        if (whole.length() < LINE) {
            return whole;
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < whole.length(); i += LINE) {
            lines.append(whole, i, Math.min(i + LINE, whole.length())).append('\n');
        }
        return lines.toString();
    }
}
