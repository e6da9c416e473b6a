package io.aiplat.host.gpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where answers of NVML come from: a process around the library that is there now. After an update of the driver that
/// is another file, and gets another process.
final class NvmlSource implements AutoCloseable {
    private final Map<String, String> environment;
    private @Nullable Path library;
    private volatile @Nullable NvmlProcess process;

    NvmlSource(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Asks.
    ///
    /// @param file the library; empty where there is none
    NvmlProcess.Answer ask(Optional<Path> file, Duration limit) {
        if (file.isEmpty()) {
            close();
            return new NvmlProcess.Answer(NvmlOutcome.ABSENT, "");
        }
        NvmlProcess asked = process;
        if (asked == null || !file.get().equals(library)) {
            close();
            asked = new NvmlProcess(file.get(), environment);
            process = asked;
            library = file.get();
        }
        return asked.ask(limit);
    }

    /// Ends the process; the next question starts one.
    @Override
    public void close() {
        NvmlProcess asked = process;
        if (asked != null) {
            asked.close();
        }
    }
}
