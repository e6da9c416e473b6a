package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuProcess;
import io.aiplat.model.host.GpuReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Text form of an [NvidiaAnswer], in which the process that asks NVML hands it over, and in which answers of machines
/// are kept: lines `key = value`, first those of the driver, then a section `[gpu]` for each card, with a section
/// `[mig]` behind it for each of its instances. A figure that NVML does not support has no line; one that it did not
/// give for another reason has a line whose value starts with `error`.
///
/// Keys are `driver`, `cuda` (as NVML counts, 12080 for 12.8), and in sections `index`, `name`, `uuid`, `bus`,
/// `compute`, `memory.total`, `memory.used`, `memory.free` (bytes), `utilization` (percent), `temperature` (Celsius),
/// `power` (milliwatts), `mig` (`on`, `off`), `fault` (in words), and any number of `process` (number, then bytes).
final class NvidiaAnswerText {
    private static final String ERROR = "error";
    private static final String INSTANCE = " MIG ";

    private NvidiaAnswerText() {}

    /// Reads it. Lines that are none of these are passed over, so that a newer writer does no harm.
    static NvidiaAnswer read(String text) {
        List<Section> cards = new ArrayList<>();
        Section driver = new Section();
        Section at = driver;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.equals("[gpu]")) {
                at = new Section();
                cards.add(at);
            } else if (line.equals("[mig]") && !cards.isEmpty()) {
                at = new Section();
                cards.getLast().instances.add(at);
            } else {
                at.take(line);
            }
        }
        List<GpuReading> readings = new ArrayList<>();
        for (Section card : cards) {
            readings.add(card.reading((int) KernelFiles.number(card.get("index"), readings.size())));
        }
        return new NvidiaAnswer(driver.get("driver"), cuda(driver.get("cuda")), readings);
    }

    /// NVML counts 1000 for a major version and 10 for a minor one.
    private static String cuda(String number) {
        long version = KernelFiles.number(number, 0);
        return version <= 0 ? "" : version / 1000 + "." + version % 1000 / 10;
    }

    /// The lines of one card or instance.
    private static final class Section {
        private final Map<String, String> values = new HashMap<>();
        private final List<GpuProcess> processes = new ArrayList<>();
        private final List<Section> instances = new ArrayList<>();

        void take(String line) {
            int equals = line.indexOf('=');
            if (equals < 0 || line.startsWith("#")) {
                return;
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (key.equals("process")) {
                String[] parts = value.split(" +", 2);
                processes.add(new GpuProcess(
                        KernelFiles.number(parts[0], 0), parts.length < 2 ? OptionalLong.empty() : bytes(parts[1])));
            } else {
                values.put(key, value);
            }
        }

        String get(String key) {
            String value = values.getOrDefault(key, "");
            return value.startsWith(ERROR) ? "" : value;
        }

        GpuReading reading(int index) {
            return reading(index, PciAddress.ofSysfs(get("bus")), get("compute"));
        }

        /// An instance is on the bus where its card is, and of its kind.
        private GpuReading reading(int index, String address, String capability) {
            return new GpuReading(
                    new GpuIdentity(index, get("uuid"), address, capability, instance()),
                    get("name"),
                    get("mig").equals("on"),
                    values.containsKey("memory.total") || !get("fault").isEmpty(),
                    bytes(get("memory.total")),
                    bytes(get("memory.used")),
                    bytes(get("memory.free")),
                    figure("utilization", 100),
                    figure("temperature", 1),
                    figure("power", 1000),
                    everybody(),
                    instances.stream()
                            .map(each -> each.reading(index, address, capability))
                            .toList(),
                    get("fault"));
        }

        private String instance() {
            String name = get("name");
            int at = name.indexOf(INSTANCE);
            return at < 0 ? "" : name.substring(at + INSTANCE.length());
        }

        /// NVML tells the processes of a divided card by its instances, and with enough rights also by the card.
        private List<GpuProcess> everybody() {
            Map<Long, GpuProcess> all = new HashMap<>();
            Stream.concat(processes.stream(), instances.stream().flatMap(instance -> instance.processes.stream()))
                    .forEach(process -> all.putIfAbsent(process.pid(), process));
            return all.values().stream()
                    .sorted(Comparator.comparingLong(GpuProcess::pid))
                    .toList();
        }

        private static OptionalLong bytes(String text) {
            long number = KernelFiles.number(text, -1);
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        }

        private OptionalDouble figure(String key, int divisor) {
            OptionalLong number = bytes(get(key));
            return number.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) number.getAsLong() / divisor);
        }
    }

    /// A line of it; a value is kept to one line.
    static String line(String key, Object value) {
        return String.format(
                Locale.ROOT,
                "%s = %s\n",
                key,
                value.toString().replace('\n', ' ').strip());
    }
}
