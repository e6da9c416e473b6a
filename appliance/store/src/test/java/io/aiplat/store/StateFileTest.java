package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final UUID ID = UUID.fromString("7b0e1f52-3c1d-4f6a-9d67-0a1b2c3d4e5f");

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state.json");
    }

    @Test
    void makesAnOwnerIdOnce() {
        HomeState first = new StateFile(file, UUID::randomUUID, NOON).readOrCreate();
        HomeState again = new StateFile(file, UUID::randomUUID, NOON).readOrCreate();
        assertEquals(first, again);
        assertEquals(NOON.instant(), first.madeAt());
    }

    @Test
    void keepsWhatWasDecided() throws IOException {
        StateFile states = states(List.of());
        HomeState decided = states.readOrCreate()
                .with(new HomeState.Cluster(ClusterKind.DOCKER, "aiplat", 40001, 40002, "aiplat", null, null))
                .with(EngineKind.OLLAMA);
        states.write(decided);
        assertEquals(decided, states.read().orElseThrow());
        assertEquals("""
                {
                  "format" : 1,
                  "owner" : "7b0e1f52-3c1d-4f6a-9d67-0a1b2c3d4e5f",
                  "madeAt" : "2026-11-21T12:00:00Z",
                  "cluster" : {
                    "kind" : "DOCKER",
                    "name" : "aiplat",
                    "apiPort" : 40001,
                    "modelPort" : 40002,
                    "namespace" : "aiplat",
                    "kubeconfig" : null,
                    "context" : null,
                    "server" : null,
                    "uid" : null,
                    "adopted" : false
                  },
                  "engine" : "OLLAMA"
                }
                """, Files.readString(file));
    }

    @Test
    void isEmptyBeforeTheFirstWrite() {
        assertTrue(states(List.of()).read().isEmpty());
        assertFalse(Files.exists(file));
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        states(List.of()).readOrCreate();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void readsOlderFormatsStepByStep() throws IOException {
        Files.writeString(file, """
                {"format": 1, "id": "abc", "made": 1700000000}
                """);
        HomeState state = states(TO_FORMAT_3).read().orElseThrow();
        assertEquals(new HomeState("abc", Instant.ofEpochSecond(1700000000), null, null), state);
    }

    @Test
    void readsTheClusterOfAHomeThatDoesNotKnowWhichItWas() throws IOException {
        Files.writeString(file, """
                {"format": 1, "owner": "abc", "madeAt": "2026-11-21T12:00:00Z", "engine": "OLLAMA", "cluster": {
                  "kind": "EXISTING", "name": "aiplat", "apiPort": 0, "modelPort": 0, "namespace": "aiplat",
                  "kubeconfig": null, "context": null}}
                """);
        HomeState.Cluster cluster =
                new StateFile(file, UUID::randomUUID, NOON).read().orElseThrow().cluster();
        assertEquals(new HomeState.Cluster(ClusterKind.EXISTING, "aiplat", 0, 0, "aiplat", null, null), cluster);
    }

    @Test
    void keepsACopyBeforeItFirstWritesOverAnOlderFormat() throws IOException {
        String old = """
                {"format": 2, "owner": "abc", "made": 1700000000}
                """;
        Files.writeString(file, old);
        StateFile states = states(TO_FORMAT_3);
        states.write(states.readOrCreate().with(EngineKind.EMBEDDED));
        assertEquals(old, Files.readString(folder.resolve("state.json.format-2")));
        assertTrue(Files.readString(file).contains("\"format\" : 3"));
        states.write(states.readOrCreate().with(EngineKind.OLLAMA));
        assertEquals(old, Files.readString(folder.resolve("state.json.format-2")));
    }

    @Test
    void refusesANewerFormatAndLeavesItAlone() throws IOException {
        String newer = "{\"format\": 2, \"owner\": \"abc\", \"something\": \"new\"}";
        Files.writeString(file, newer);
        StateFile states = states(List.of());
        assertEquals("STORE_STATE_NEWER", code(states::readOrCreate));
        assertEquals("STORE_STATE_NEWER", code(() -> states.write(new HomeState("other", NOON.instant(), null, null))));
        assertEquals(newer, Files.readString(file));
    }

    @Test
    void saysWhatIsBroken() throws IOException {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "{\"owner\": \"abc\"}",
                "{\"format\": \"one\"}",
                "{\"format\": 1}",
                "{\"format\": 1, \"owner\": \"a\", \"madeAt\": \"noon\", \"cluster\": null, \"engine\": null}",
                "{\"format\": 1, \"owner\": \"\", \"madeAt\": \"2026-11-21T12:00:00Z\", \"cluster\": null, \"engine\": null}",
                "{\"format\": 1, \"owner\": \"a\", \"madeAt\": \"2026-11-21T12:00:00Z\", \"cluster\": null, \"engine\": null, \"x\": 1}")) {
            Files.writeString(file, text);
            assertEquals("STORE_STATE_BROKEN", code(() -> states(List.of()).readOrCreate()), text);
            assertEquals(text, Files.readString(file));
        }
    }

    private static final List<UnaryOperator<ObjectNode>> TO_FORMAT_3 = List.of(
            node -> {
                node.set("owner", node.remove("id"));
                return node;
            },
            node -> {
                node.put(
                        "madeAt",
                        Instant.ofEpochSecond(node.remove("made").asLong()).toString());
                return node.putNull("cluster").putNull("engine");
            });

    private StateFile states(List<UnaryOperator<ObjectNode>> migrations) {
        return new StateFile(file, () -> ID, NOON, migrations);
    }

    private static String code(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(ApplianceException.class, action).problem().code().id();
    }
}
