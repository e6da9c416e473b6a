package io.aiplat.supply.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ForceBehindTest {
    private static final long MUCH = 1 << 30;

    @Test
    void forcesBesideTheWriterAndAllOfItAtTheEnd() throws Exception {
        List<Boolean> forces = new CopyOnWriteArrayList<>();
        CountDownLatch slow = new CountDownLatch(1);
        ForceBehind behind = new ForceBehind(metadata -> {
            forces.add(metadata);
            await(slow);
        });
        behind.wrote(1);
        behind.wrote(MUCH);
        behind.wrote(MUCH);
        slow.countDown();
        behind.finish();
        assertEquals(List.of(false, true), forces, "one at a time, and the writer did not wait for it");
    }

    @Test
    void losesNoFailure() {
        ForceBehind behind = new ForceBehind(metadata -> {
            if (!metadata) {
                throw new IOException("the disk is gone");
            }
        });
        IOException e = assertThrows(IOException.class, () -> {
            behind.wrote(MUCH);
            behind.finish();
        });
        assertEquals("the disk is gone", e.getMessage());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
