package io.aiplat.config.kustomize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.testkit.KustomizeBinary;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is built in makes the same objects, in the same order, as kustomize itself.
class SameAsKustomizeTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "kustomize");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stages/overlays/stage1",
                "stages/overlays/stage2",
                "stages/overlays/stage3",
                "names/base",
                "names/overlay",
                "patches",
                "fields",
                "component/overlay",
                "words"
            })
    void theObjectsAreTheSame(String folder) throws Exception {
        assertSame(FIXTURES.resolve(folder));
    }

    /// That both build a folder, and what comes of it.
    static void assertSame(Path folder) throws Exception {
        KustomizeBinary.Answer theirs = KustomizeBinary.build(folder);
        assertEquals(0, theirs.status(), theirs.error());
        List<RenderedObject> ours = Kustomize.build(folder);
        String wanted = lines(ManifestReader.read("kustomize", theirs.out()).stream()
                .map(ManifestTree::plain)
                .toList());
        same(wanted, lines(ours.stream().map(RenderedObject::content).toList()));
        // What is written is what was made, for both kinds of readers.
        String written = RenderedObject.yaml(ours);
        same(
                wanted,
                lines(ManifestReader.read("ours", written).stream()
                        .map(ManifestTree::plain)
                        .toList()));
        same(
                wanted,
                lines(ManifestReader.readOld("ours", written).stream()
                        .map(ManifestTree::plain)
                        .toList()));
    }

    private static void same(String wanted, String made) {
        List<String> ours = made.lines().toList();
        List<String> theirs = wanted.lines().toList();
        String missing = String.join(
                "\n", theirs.stream().filter(line -> !ours.contains(line)).toList());
        String added = String.join(
                "\n", ours.stream().filter(line -> !theirs.contains(line)).toList());
        assertEquals(missing, added);
        assertEquals(wanted, made);
    }

    /// One line for each value, so that a difference says where it is.
    private static String lines(List<?> objects) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            put(lines, "" + i, objects.get(i));
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " = " + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static void put(Map<String, String> lines, String place, Object value) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.keySet().stream().sorted().forEach(key -> put(lines, place + "/" + key, map.get(key)));
            case List<?> list
            when !list.isEmpty() -> {
                for (int i = 0; i < list.size(); i++) {
                    put(lines, place + "[" + i + "]", list.get(i));
                }
            }
            case String text -> lines.put(place, '"' + text.replace("\n", "\\n") + '"');
            case Number number ->
                lines.put(
                        place,
                        new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
            case null -> lines.put(place, "null");
            default -> lines.put(place, value.toString());
        }
    }
}
