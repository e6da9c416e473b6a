package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.StoredResponses.Bounds;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long responses are kept, how many, and whose.
class StoredResponsesTest {
    private static final Bounds BOUNDS = new Bounds(Duration.ofDays(1), 1000, 600);
    private static final byte[] ITEMS = "{\"items\":[\"what was said\"]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private Office office;
    private int key;

    @BeforeEach
    void open() {
        office = new Office(home.resolve("governance"));
        office.governance.keepResponses(BOUNDS);
        key = office.key("laptop", Limits.NONE).holder().id();
    }

    @AfterEach
    void close() {
        office.close();
    }

    private StoredResponses store() {
        return office.governance.responses();
    }

    private boolean keep(int whose, String id, int bytes) {
        return store().keep(whose, id, ITEMS, new byte[bytes - ITEMS.length], List.of("msg_of_" + id));
    }

    private boolean isThere(int whose, String id) {
        return store().bytes(whose, id) >= 0;
    }

    @Test
    void oneIsFoundByItsKeyAlone() {
        int other = office.key("other", Limits.NONE).holder().id();
        assertTrue(keep(key, "resp_1", 100));

        assertArrayEquals(ITEMS, assertNotNullItems("resp_1"));
        assertEquals(100, store().bytes(key, "resp_1"));
        assertNull(store().find(other, "resp_1"));
        assertFalse(store().delete(other, "resp_1"));
        assertTrue(store().delete(key, "resp_1"));
        assertNull(store().find(key, "resp_1"));
        assertFalse(store().delete(key, "resp_1"));
    }

    private byte[] assertNotNullItems(String id) {
        StoredResponses.Stored found = store().find(key, id);
        assertNotNull(found);
        return found.items();
    }

    @Test
    void onesOfTheSameNameOfTwoKeysAreTwo() {
        int other = office.key("other", Limits.NONE).holder().id();
        keep(key, "resp_1", 100);
        keep(other, "resp_1", 200);

        assertEquals(100, store().bytes(key, "resp_1"));
        assertEquals(200, store().bytes(other, "resp_1"));
    }

    @Test
    void theOldestOfAKeyGiveWay() {
        for (int i = 1; i <= 4; i++) {
            assertTrue(keep(key, "resp_" + i, 200));
            office.pass(Duration.ofSeconds(1));
        }

        assertFalse(isThere(key, "resp_1"));
        assertTrue(isThere(key, "resp_2") && isThere(key, "resp_3") && isThere(key, "resp_4"));
    }

    @Test
    void theOldestOfAllGiveWay() {
        int other = office.key("other", Limits.NONE).holder().id();
        keep(key, "resp_1", 500);
        office.pass(Duration.ofSeconds(1));
        keep(other, "resp_2", 500);
        office.pass(Duration.ofSeconds(1));
        keep(other, "resp_3", 100);

        assertFalse(isThere(key, "resp_1"));
        assertTrue(isThere(other, "resp_2") && isThere(other, "resp_3"));
    }

    @Test
    void oneThatIsTooLargeIsNotKeptAndTakesNobodysPlace() {
        keep(key, "resp_1", 500);

        assertFalse(keep(key, "resp_2", 601));
        assertTrue(isThere(key, "resp_1"));
    }

    @Test
    void anItemLeadsToItsResponseWhileThatIsThere() {
        keep(key, "resp_1", 100);

        assertEquals("resp_1", store().with(key, "msg_of_resp_1"));
        assertNull(store().with(office.key("other", Limits.NONE).holder().id(), "msg_of_resp_1"));
        store().delete(key, "resp_1");
        assertNull(store().with(key, "msg_of_resp_1"));
    }

    @Test
    void hasItsTime() {
        keep(key, "resp_1", 100);
        office.pass(Duration.ofDays(1));

        assertFalse(isThere(key, "resp_1"));
        assertNull(store().find(key, "resp_1"));
    }

    @Test
    void isThereAfterARestart() {
        keep(key, "resp_1", 100);
        office.close();
        office = new Office(home.resolve("governance"));
        office.governance.keepResponses(BOUNDS);

        assertTrue(isThere(key, "resp_1"));
    }

    @Test
    void goesWithItsKey() {
        keep(key, "resp_1", 100);
        office.admin().deleteKey("laptop");

        assertFalse(isThere(key, "resp_1"));
    }

    @Test
    void goesWhenItsKeyIsRevoked() {
        keep(key, "resp_1", 100);
        office.admin().revokeKey("laptop");

        assertFalse(isThere(key, "resp_1"));
    }

    @Test
    void whatIsDeletedIsNotOnTheDiskAnyMore() throws IOException {
        keep(key, "resp_1", 100);
        assertTrue(isOnTheDisk());

        store().delete(key, "resp_1");

        assertFalse(isOnTheDisk());
    }

    private boolean isOnTheDisk() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("governance"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("what was said")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void switchedOffNothingIsKeptOrFoundAndNothingLost() {
        keep(key, "resp_1", 100);
        office.governance.keepResponses(Bounds.NOTHING);

        assertFalse(isThere(key, "resp_1"));
        assertFalse(keep(key, "resp_2", 100));
        office.governance.keepResponses(BOUNDS);
        assertTrue(isThere(key, "resp_1"));
        assertFalse(isThere(key, "resp_2"));
    }

    /// Keys and spend do not need it.
    @Test
    void aFileThatIsNoneIsSaidAndEndsNothingElse() throws IOException {
        office.governance.keepResponses(Bounds.NOTHING);
        Files.delete(home.resolve("governance/responses.db"));
        Files.createDirectories(home.resolve("governance/responses.db"));

        ApplianceException failed =
                assertThrows(ApplianceException.class, () -> office.governance.keepResponses(BOUNDS));

        assertEquals("GOVERNANCE_RESPONSES_UNUSABLE", failed.problem().code().id());
        office.key("another", Limits.NONE);
        assertNull(office.governance.failure());
    }
}
