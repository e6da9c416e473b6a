package io.aiplat.host.gpu;

import io.aiplat.host.Programs;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NVIDIA's own program, asked where its library is missing or does not answer.
final class NvidiaSmi {
    /// Where nothing keeps the driver loaded the program wakes each GPU, a second or two for each of up to sixteen.
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// Off the search path: under WSL, and where Google's Kubernetes mounts the driver.
    private static final List<String> PLACES = List.of("usr/lib/wsl/lib/nvidia-smi", "usr/local/nvidia/bin/nvidia-smi");

    private static final String FORMAT = "--format=csv,noheader,nounits";

    /// What is said of a figure that a card does not have.
    private static final Set<String> NONE = Set.of("[N/A]", "N/A", "[Not Supported]", "Not Supported");

    /// What is said in place of every figure.
    private static final Set<String> FAULTS = Set.of("[GPU is lost]", "[GPU requires reset]", "[Unknown Error]");

    private static final Pattern INSTANCE =
            Pattern.compile("^\\s+MIG (\\S+)\\s+Device\\s+[0-9]+:(?: \\(UUID: ([^)]*)\\))?");
    private static final Pattern CUDA = Pattern.compile("CUDA (?:UMD )?Version\\s*:\\s*([0-9]+)\\.([0-9]+)");
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    /// A column of the program's table.
    ///
    /// @param field as the program calls it
    /// @param key   of [NvidiaAnswerText]
    /// @param unit  in units of the key; zero where it is a text
    private record Column(String field, String key, BigDecimal unit) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("index", "index", BigDecimal.ONE),
            new Column("name", "name", ZERO),
            new Column("uuid", "uuid", ZERO),
            new Column("pci.bus_id", "bus", ZERO),
            new Column("driver_version", "driver", ZERO),
            new Column("memory.total", "memory.total", MEBIBYTE),
            new Column("memory.used", "memory.used", MEBIBYTE),
            new Column("memory.free", "memory.free", MEBIBYTE),
            new Column("utilization.gpu", "utilization", BigDecimal.ONE),
            new Column("temperature.gpu", "temperature", BigDecimal.ONE),
            new Column("power.draw", "power", THOUSAND),
            new Column("mig.mode.current", "mig", ZERO),
            new Column("compute_cap", "compute", ZERO));

    private final Path root;
    private final Programs programs;

    NvidiaSmi(Path root, Programs programs) {
        this.root = root;
        this.programs = programs;
    }

    /// Where it is.
    Optional<Path> program() {
        return programs.find("nvidia-smi")
                .or(() -> PLACES.stream()
                        .map(root::resolve)
                        .filter(Files::isExecutable)
                        .findFirst());
    }

    /// What it says of the cards; empty where it is missing or fails.
    ///
    /// @param processes whether it is asked for those too, which is a call of its own
    Optional<NvidiaAnswer> ask(boolean processes) {
        return program().flatMap(program -> ask(program, processes));
    }

    private Optional<NvidiaAnswer> ask(Path program, boolean processes) {
        // Before release 510 the program does not know the last column, and then gives none.
        List<Column> columns = COLUMNS;
        List<String[]> rows = rows(program, columns);
        if (rows.isEmpty()) {
            columns = COLUMNS.subList(0, COLUMNS.size() - 1);
            rows = rows(program, columns);
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean divided = rows.stream().anyMatch(row -> List.of(row).contains("Enabled"));
        List<List<String>> instances = divided ? instances(program) : List.of();
        Map<String, List<String>> users = processes ? users(program) : Map.of();
        StringBuilder cards = new StringBuilder();
        String driver = "";
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            driver = row[index(columns, "driver")];
            cards.append("[gpu]\n");
            card(cards, columns, row);
            users.getOrDefault(row[index(columns, "uuid")], List.of())
                    .forEach(user -> cards.append(NvidiaAnswerText.line("process", user)));
            if (i < instances.size()) {
                instances.get(i).forEach(cards::append);
            }
        }
        NvidiaAnswer answer = NvidiaAnswerText.read(cards.toString());
        return Optional.of(new NvidiaAnswer(driver, "", answer.cards()));
    }

    /// The newest CUDA that the driver serves; empty where the program is too old to tell by itself.
    String cuda() {
        return program()
                .flatMap(program -> programs.output(program, List.of("--version"), LIMIT))
                .map(CUDA::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1) + "." + found.group(2))
                .orElse("");
    }

    private static int index(List<Column> columns, String key) {
        return columns.stream().map(Column::key).toList().indexOf(key);
    }

    private List<String[]> rows(Path program, List<Column> columns) {
        String fields = columns.stream().map(Column::field).collect(Collectors.joining(","));
        return programs.output(program, List.of("--query-gpu=" + fields, FORMAT), LIMIT)
                .orElse("")
                .lines()
                .map(line -> line.strip().split("\\s*,\\s*", -1))
                .filter(row -> row.length == columns.size())
                .toList();
    }

    private static void card(StringBuilder text, List<Column> columns, String[] row) {
        for (int i = 0; i < row.length; i++) {
            Column column = columns.get(i);
            String said = row[i];
            if (FAULTS.contains(said)) {
                text.append(NvidiaAnswerText.line("fault", said.substring(1, said.length() - 1)));
            } else if (!NONE.contains(said)) {
                text.append(NvidiaAnswerText.line(column.key(), value(column, said)));
            }
        }
    }

    private static String value(Column column, String said) {
        if (column.key().equals("mig")) {
            return said.equals("Enabled") ? "on" : "off";
        }
        if (column.unit().signum() == 0) {
            return said;
        }
        try {
            return new BigDecimal(said).multiply(column.unit()).toBigInteger().toString();
        } catch (NumberFormatException _) {
            // Words in place of a figure, such as "[Insufficient Permissions]".
            return "error " + said;
        }
    }

    /// The instances of each card in the order of the cards, each as a section of the text.
    private List<List<String>> instances(Path program) {
        List<List<String>> all = new ArrayList<>();
        programs.output(program, List.of("-L"), LIMIT).orElse("").lines().forEach(line -> {
            Matcher instance = INSTANCE.matcher(line);
            if (line.startsWith("GPU ")) {
                all.add(new ArrayList<>());
            } else if (!all.isEmpty() && instance.find()) {
                String uuid = instance.group(2);
                all.getLast()
                        .add("[mig]\n" + NvidiaAnswerText.line("name", "card MIG " + instance.group(1))
                                + NvidiaAnswerText.line("uuid", uuid == null ? "" : uuid));
            }
        });
        return all;
    }

    /// The processes by the card they compute on, each as number and bytes.
    private Map<String, List<String>> users(Path program) {
        return programs.output(program, List.of("--query-compute-apps=gpu_uuid,pid,used_memory", FORMAT), LIMIT)
                .orElse("")
                .lines()
                .map(line -> line.strip().split("\\s*,\\s*", -1))
                .filter(row -> row.length == 3)
                .collect(Collectors.groupingBy(
                        row -> row[0],
                        Collectors.mapping(
                                row -> row[1] + " " + value(new Column("", "", MEBIBYTE), row[2]),
                                Collectors.toList())));
    }
}
