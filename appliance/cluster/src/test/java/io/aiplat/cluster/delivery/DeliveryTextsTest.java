package io.aiplat.cluster.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.delivery.ObjectDifference.Change;
import io.aiplat.config.manifest.RenderedObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryTextsTest {
    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void aDifferenceReadsAsThatOfDiff() {
        assertEquals("", LineDifference.of("a\nb\n", "a\nb\n"));
        assertEquals("@@ -0,0 +1,2 @@\n+a\n+b\n", LineDifference.of("", "a\nb\n"));
        assertEquals("@@ -1,2 +0,0 @@\n-a\n-b\n", LineDifference.of("a\nb\n", ""));
        String before = lines(1, 30);
        String after = before.replace("line 10\n", "line ten\n").replace("line 25\n", "");
        assertEquals("""
                @@ -7,7 +7,7 @@
                 line 7
                 line 8
                 line 9
                -line 10
                +line ten
                 line 11
                 line 12
                 line 13
                @@ -22,7 +22,6 @@
                 line 22
                 line 23
                 line 24
                -line 25
                 line 26
                 line 27
                 line 28
                """, LineDifference.of(before, after));
    }

    @Test
    void twoLongTextsAreComparedInBoundedTime() {
        String difference = LineDifference.of(lines(1, 3_000), lines(5_000, 8_000));
        assertTrue(difference.startsWith("@@ -1,3000 +1,3001 @@\n-line 1\n"), difference.substring(0, 60));
    }

    @Test
    void whatTheServerWritesIsNoDifferenceAndSecretsAreNotShown() {
        Map<String, Object> before = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "s", "resourceVersion", "7", "uid", "u"),
                "data",
                Map.of("same", "c2FtZQ==", "other", "b2xk", "gone", "Z29uZQ=="));
        Map<String, Object> after = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "s", "resourceVersion", "8"),
                "data",
                Map.of("same", "c2FtZQ==", "other", "bmV3", "made", "bWFkZQ=="));
        assertEquals("", ObjectDifference.of("s", before, before).text());
        ObjectDifference difference = ObjectDifference.of("Secret x/s", before, after);
        assertEquals(Change.CHANGED, difference.change());
        assertEquals("""
                @@ -1,7 +1,7 @@
                 apiVersion: v1
                 data:
                -  gone: "***"
                -  other: "*** (before)"
                +  made: "***"
                +  other: "*** (after)"
                   same: "***"
                 kind: Secret
                 metadata:
                """, difference.text());
        for (Map<String, Object> each : List.of(before, after)) {
            assertFalse(ObjectDifference.of("s", null, each).text().contains("b2xk"));
            assertFalse(ObjectDifference.of("s", each, null).text().contains("bmV3"));
        }
    }

    @Test
    void theInventoryRemembersWhichObjectItIs() {
        DeliveredObject web = new DeliveredObject("apps/v1", "Deployment", "shop", "web");
        DeliveredObject namespace = new DeliveredObject("v1", "Namespace", "", "shop");
        for (DeliveredObject each : List.of(web, namespace)) {
            assertEquals(Optional.of(each), DeliveredObject.parse(each.line()));
        }
        assertEquals(Optional.empty(), DeliveredObject.parse("of another time"));
        assertTrue(web.same(new DeliveredObject("apps/v2", "Deployment", "shop", "web")), "in a newer version");
        assertFalse(web.same(new DeliveredObject("other/v1", "Deployment", "shop", "web")));
        RenderedObject bare =
                new RenderedObject(Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "c")));
        assertEquals("ConfigMap default/c", DeliveredObject.of(bare, true).words());
        assertEquals("ConfigMap c", DeliveredObject.of(bare, false).words());
    }
}
