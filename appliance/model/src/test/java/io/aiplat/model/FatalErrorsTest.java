package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FatalErrorsTest {
    private final List<Throwable> ends = new ArrayList<>();
    private final List<Throwable> logged = new ArrayList<>();
    private final FatalErrors policy = new FatalErrors(ends::add, (_, failure) -> logged.add(failure));

    private void run(Runnable work) throws InterruptedException {
        for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
            Thread thread = kind.unstarted(work);
            thread.setUncaughtExceptionHandler(policy);
            thread.start();
            thread.join();
        }
    }

    @Test
    void aProcessWithoutMemoryEnds() throws InterruptedException {
        run(() -> {
            throw new OutOfMemoryError("as the virtual machine says it");
        });
        assertEquals(2, ends.size());
        assertEquals(List.of(), logged);
    }

    @Test
    void whatIsOneThreadsOwnEndsNoProcess() throws InterruptedException {
        run(() -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertFalse(FatalErrors.isFatal(new StackOverflowError()));
        assertEquals(List.of(), ends);
        assertEquals(2, logged.size());
    }

    @Test
    void whateverEndsAVitalThreadEndsTheProcess() throws InterruptedException {
        IllegalStateException fault = new IllegalStateException("a fault of ours");
        run(FatalErrors.vital("the clock", () -> {
            throw fault;
        }));
        assertEquals(2, ends.size());
        assertEquals("the clock has ended", ends.getFirst().getMessage());
        assertEquals(fault, ends.getFirst().getCause());
        assertInstanceOf(Error.class, ends.getFirst());
        run(FatalErrors.vital("the clock", () -> {}));
        assertTrue(ends.size() == 2, "one that ends by itself is nobody's loss");
    }
}
