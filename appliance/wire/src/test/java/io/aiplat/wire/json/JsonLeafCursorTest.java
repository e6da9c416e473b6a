package io.aiplat.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLeafCursorTest {
    private static List<String> leaves(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonLeafCursor leaves = JsonLeafCursor.of(bytes, 0, bytes.length);
        List<String> found = new ArrayList<>();
        while (leaves.next()) {
            found.add(leaves.path() + "=" + leaves.text());
        }
        return found;
    }

    @Test
    void namesTheWayToEachLeaf() {
        assertEquals(
                List.of("a=1", "b/0=x", "b/1/c=true", "b/2/0=null", "b/3=y", "d=z"),
                leaves("{ \"a\" : 1, \"b\":[\"x\",{\"c\":true},[null],\"y\"] ,\"e\":{},\"f\":[], \"d\":\"z\"}"));
    }

    @Test
    void readsEscapesInNamesAndTexts() {
        assertEquals(List.of("at=a@b \"\\"), leaves("{\"\\u0061t\":\"a\\u0040b \\\"\\\\\"}"));
    }

    @Test
    void aLeafMayStandAlone() {
        assertEquals(List.of("=alone"), leaves(" \"alone\" "));
        assertEquals(List.of("=-1.5e3"), leaves("-1.5e3"));
    }

    @Test
    void knowsWhatALeafLiesWithin() {
        byte[] bytes = "{\"tool\":{\"input\":[{\"id\":\"x\"}]}}".getBytes(StandardCharsets.UTF_8);
        JsonLeafCursor leaves = JsonLeafCursor.of(bytes, 0, bytes.length);
        assertTrue(leaves.next());
        assertEquals("id", leaves.name());
        assertTrue(leaves.isWithin("input"));
        assertFalse(leaves.isWithin("output"));
        assertEquals("\"x\"", new String(bytes, leaves.begin(), leaves.end() - leaves.begin(), StandardCharsets.UTF_8));
        assertFalse(leaves.next());
    }

    @Test
    void goesAsDeepAsADocumentMayBe() {
        String deep = "[".repeat(JsonScanner.DEEPEST - 1) + "\"x\"" + "]".repeat(JsonScanner.DEEPEST - 1);

        assertEquals(1, leaves(deep).size());
    }
}
