package io.aiplat.quality.intake;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.trace.ContentCipher;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.quality.trace.TraceUse;
import io.aiplat.telemetry.AttemptRecord;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.telemetry.request.StreamOutcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Prints what the gateway's own traces cost a request: its thread, and the process in all. No test: a figure of a busy
/// machine proves nothing. Each round runs with a store and without one, so that both meet the same machine.
final class TraceCost {
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 2_500;
    /// So many, then a pause, as they would come.
    private static final int BURST = 5;

    private static final EndpointLabel CHAT = new EndpointLabel("chat", "/v1/chat/completions", "chat");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TraceCost() {}

    private record Cost(long thread, long all, long allocated) {}

    public static void main(String[] arguments) throws IOException {
        round(true);
        round(false);
        Cost[] with = new Cost[ROUNDS];
        Cost[] without = new Cost[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            without[i] = round(false);
            with[i] = round(true);
            System.out.printf("without %s%nwith    %s%n", without[i], with[i]);
        }
        System.out.printf(
                "more for each request, the median of %d pairs: %d ns CPU on its thread, %d ns CPU in all, %d bytes%n",
                ROUNDS, median(with, without, 0), median(with, without, 1), median(with, without, 2));
    }

    private static long median(Cost[] with, Cost[] without, int which) {
        long[] more = new long[with.length];
        for (int i = 0; i < with.length; i++) {
            more[i] = figures(with[i])[which] - figures(without[i])[which];
        }
        Arrays.sort(more);
        return more[more.length / 2];
    }

    private static long[] figures(Cost cost) {
        return new long[] {cost.thread, cost.all, cost.allocated};
    }

    /// Nanoseconds and bytes of one request.
    private static Cost round(boolean stored) throws IOException {
        Path folder = Files.createTempDirectory("cost");
        byte[] key = new byte[ContentCipher.KEY];
        try (TraceStore store = new TraceStore(
                folder, () -> new ContentCipher(key, new SecureRandom()), TraceBounds.USUAL, InstantSource.system())) {
            Telemetry telemetry = new Telemetry(
                    TelemetrySettings.quiet("1"), _ -> {}, System.err::println, Clock.systemUTC(), System::nanoTime);
            if (stored) {
                telemetry.keep(new GatewaySpanIntake(store));
            }
            long process = PROCESS.getProcessCpuTime();
            long thread = THREADS.getCurrentThreadCpuTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < REQUESTS; i++) {
                if (i % BURST == 0) {
                    LockSupport.parkNanos(10_000_000);
                }
                request(telemetry);
            }
            Cost onThread = new Cost(
                    (THREADS.getCurrentThreadCpuTime() - thread) / REQUESTS,
                    0,
                    (THREADS.getCurrentThreadAllocatedBytes() - allocated) / REQUESTS);
            telemetry.close();
            long all = (PROCESS.getProcessCpuTime() - process) / REQUESTS;
            TraceUse use = store.use();
            if (stored) {
                System.out.printf("%d kept, %d bytes on the disk for each%n", use.traces(), use.bytes() / use.traces());
            }
            return new Cost(onThread.thread, all, onThread.allocated);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void request(Telemetry telemetry) {
        RequestRecord request = telemetry.begin("req-0123456789abcdef", CHAT, null, null);
        request.caller("laptop", "research");
        request.asked("fast", true);
        request.model("qwen3");
        AttemptRecord attempt =
                request.attempt(telemetry.forRoute("qwen3", "ollama-1", "ollama", CHAT), "127.0.0.1", 11434);
        attempt.traceparent();
        attempt.firstChunk();
        request.firstToken();
        TokenUsage usage = TokenUsage.of(200, 100);
        attempt.used(usage);
        attempt.cost(12);
        attempt.succeeded();
        request.used(usage);
        request.cost(12, "EUR");
        request.streamed(StreamOutcome.ENDED);
        request.bytes(1_000, 1_000);
        request.answered(200, null);
        telemetry.finished(request);
    }
}
