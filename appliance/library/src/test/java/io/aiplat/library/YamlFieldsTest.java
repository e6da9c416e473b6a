package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class YamlFieldsTest {
    @Test
    void areReadByTheirType() {
        YamlFields fields = YamlFields.parse("f.yaml", """
                text: hello
                texts: [a, b]
                size: 1.5GB
                memory: {from: 8GiB}
                list: [{a: x}, {a: y}]
                """).only("text", "texts", "size", "memory", "list");
        assertEquals("hello", fields.text("text"));
        assertEquals(List.of("a", "b"), fields.texts("texts"));
        assertEquals(1_500_000_000, fields.bytes("size"));
        assertEquals(8L << 30, fields.fields("memory").bytes("from"));
        assertEquals(
                List.of("x", "y"),
                fields.list("list").stream().map(f -> f.text("a")).toList());
    }

    @Test
    void nameTheFileAndTheFieldThatIsWrong() {
        YamlFields fields = YamlFields.parse("f.yaml", "text: 1\ntexts: [1]\nsize: 8\nlist: {}\nnested: {deep: 1}");
        refuses("f.yaml", "'text'", () -> fields.text("text"));
        refuses("f.yaml", "'missing'", () -> fields.text("missing"));
        refuses("f.yaml", "'texts'", () -> fields.texts("texts"));
        refuses("f.yaml", "'size'", () -> fields.bytes("size"));
        refuses("f.yaml", "'list'", () -> fields.list("list"));
        refuses("f.yaml: nested", "'deep'", () -> fields.fields("nested").text("deep"));
        refuses("f.yaml", "[list, nested, size, texts]", () -> fields.only("text"));
    }

    @Test
    void areNotReadFromSomethingElse() {
        refuses("f.yaml", "must be a mapping", () -> YamlFields.parse("f.yaml", "just text"));
        refuses("f.yaml", "must be a mapping", () -> YamlFields.parse("f.yaml", ""));
        refuses("f.yaml", "duplicate", () -> YamlFields.parse("f.yaml", "a: 1\na: 2"));
        refuses("f.yaml", "without a name or a value: a", () -> YamlFields.parse("f.yaml", "a:"));
    }

    private static void refuses(String file, String reason, Executable reading) {
        String text = assertThrows(ApplianceException.class, reading).problem().toText();
        assertTrue(text.contains(file) && text.contains(reason), text);
    }

    @Test
    void refusesWhatWouldTakeForEver() {
        for (String text :
                java.util.List.of("[".repeat(100_000), "{a: ".repeat(50_000), "a: &a [x]\nb: *a\n", "a: &a [*a]")) {
            org.junit.jupiter.api.Assertions.assertThrows(
                    io.aiplat.model.ApplianceException.class, () -> YamlFields.parse("bundle.yaml", text));
        }
    }
}
