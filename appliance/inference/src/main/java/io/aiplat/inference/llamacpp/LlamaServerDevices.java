package io.aiplat.inference.llamacpp;

import io.aiplat.model.ApplianceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// GPUs that a build of `llama-server` can use here, and what of their memory is free.
public final class LlamaServerDevices {
    private static final Pattern FREE = Pattern.compile("([0-9]{1,9}) MiB free\\)");
    /// Programs that found none are not asked again: asking takes as long as starting.
    private static final Map<Path, Boolean> WITHOUT = new ConcurrentHashMap<>();

    private LlamaServerDevices() {}

    /// Bytes that models could be loaded to now on all GPUs together; 0 where there is none, or none may be used.
    public static long memoryFree(LlamaServerCommand command, LlamaServerLimits limits) {
        if (!limits.mayUseGpus()) {
            return 0;
        }
        try {
            Path program = command.program().get();
            if (WITHOUT.containsKey(program)) {
                return 0;
            }
            List<String> devices = new LlamaServerTrial(command.environment()).devices(program);
            if (devices.isEmpty()) {
                WITHOUT.put(program, true);
            }
            return memoryFree(devices);
        } catch (ApplianceException _) {
            // Loading with it says why.
            return 0;
        }
    }

    /// @param devices as it names them
    static long memoryFree(List<String> devices) {
        long mebibytes = 0;
        for (String device : devices) {
            Matcher free = FREE.matcher(device);
            mebibytes += free.find() ? Long.parseLong(free.group(1)) : 0;
        }
        return mebibytes << 20;
    }
}
