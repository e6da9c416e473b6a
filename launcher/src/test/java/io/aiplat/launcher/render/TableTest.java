package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals(
                """
                NAME         SIZE
                smoke        1.2 MB
                qwen3:0.6b
                """,
                new Table("NAME", "SIZE")
                        .row("smoke", "1.2 MB")
                        .row("qwen3:0.6b", "")
                        .toText());
    }

    @Test
    void refusesARowThatDoesNotFit() {
        Table table = new Table("NAME", "SIZE");
        assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
    }

    @Test
    void amountsReadLikeAmounts() {
        assertEquals("0 B", Quantity.bytes(0));
        assertEquals("999 B", Quantity.bytes(999));
        assertEquals("1.0 kB", Quantity.bytes(1000));
        assertEquals("12 MB", Quantity.bytes(12_345_678));
        assertEquals("1.0 GB", Quantity.bytes(999_700_000));
        assertEquals("0.1 s", Quantity.time(Duration.ofMillis(140)));
        assertEquals("2 min 5 s", Quantity.time(Duration.ofSeconds(125)));
    }
}
