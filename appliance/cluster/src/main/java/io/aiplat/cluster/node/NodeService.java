package io.aiplat.cluster.node;

import io.aiplat.host.Processes;
import io.aiplat.host.container.ExecResult;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// k3s as a service of the machine: a unit of our own where systemd runs, a process in the background elsewhere. The
/// unit starts again with the machine and when k3s dies; the process does neither, and `up` starts it.
public final class NodeService {
    /// A machine runs one k3s.
    static final String UNIT = "aiplat-k3s.service";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path root;
    private final NodeTraces machine;
    private final Processes processes;
    private final ProcessNote note;
    private final Path folder;
    private final Path log;

    /// On the machine whose files are below a folder, `/`.
    ///
    /// @param note   remembers the process, where it is no unit
    /// @param folder to work in; it must exist
    /// @param log    takes what k3s says
    public NodeService(Path root, NodeTraces machine, Processes processes, ProcessNote note, Path folder, Path log) {
        this.root = root;
        this.machine = machine;
        this.processes = processes;
        this.note = note;
        this.folder = folder;
        this.log = log;
    }

    /// Starts it.
    ///
    /// @throws ApplianceException `CLUSTER_UNIT_NOT_STARTED`, `HOST_PROGRAM_NOT_STARTED`
    void start(String cluster, List<String> command, Map<String, String> variables) {
        NodeRoute.ensure(machine);
        for (String module : List.of("overlay", "br_netfilter")) {
            if (machine.program("modprobe").isPresent()) {
                // One that is built into the kernel cannot be loaded, and need not be.
                machine.run("modprobe", module);
            }
        }
        if (!managed()) {
            note.write(processes.start(command, variables, folder, log));
            return;
        }
        write(unit(cluster, command, variables, log));
        for (List<String> words :
                List.of(List.of("daemon-reload"), List.of("enable", UNIT), List.of("restart", UNIT))) {
            ExecResult result = machine.run("systemctl", words.toArray(String[]::new));
            if (!result.ok()) {
                throw new ApplianceException(
                        NativeProblems.unitNotStarted(UNIT, result.error().strip()));
            }
        }
    }

    /// The text of the unit: what [k3s' own](https://github.com/k3s-io/k3s/blob/main/install.sh) says, with the log in
    /// a
    /// file. Only the first process is ended with it, so that pods outlive a restart of k3s.
    static String unit(String cluster, List<String> command, Map<String, String> variables, Path log) {
        String environment = new TreeMap<>(variables)
                .entrySet().stream()
                        .map(e -> "Environment=" + quoted(e.getKey() + "=" + e.getValue()) + "\n")
                        .collect(Collectors.joining());
        return """
                # Written by aiplat up --cluster native; aiplat down removes it.
                [Unit]
                Description=The node of the aiplat cluster %s (k3s)
                Wants=network-online.target
                After=network-online.target

                [Service]
                Type=exec
                ExecStart=%s
                %sKillMode=process
                Delegate=yes
                LimitNOFILE=1048576
                LimitNPROC=infinity
                LimitCORE=infinity
                TasksMax=infinity
                TimeoutStartSec=0
                Restart=always
                RestartSec=5s
                StandardOutput=append:%s
                StandardError=inherit

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                cluster,
                command.stream().map(word -> quoted(word.replace("$", "$$"))).collect(Collectors.joining(" ")),
                environment,
                log.toString().replace("%", "%%"));
    }

    /// As systemd reads a word: `%` begins a specifier, and in a command `$` a variable
    /// ([systemd.service](https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html)).
    private static String quoted(String word) {
        String escaped = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
        return escaped.matches("[-A-Za-z0-9_=/.,:@+]+") ? escaped : "\"" + escaped + "\"";
    }

    /// Whether it runs.
    boolean running() {
        return pid().isPresent();
    }

    /// Its first process.
    Optional<Long> pid() {
        if (!managed()) {
            return note.read().filter(processes::isAlive).map(Processes.Started::pid);
        }
        String said = machine.run("systemctl", "show", "--property=MainPID", "--value", UNIT)
                .out()
                .strip();
        return said.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.valueOf(said)) : Optional.empty();
    }

    /// What it is, for people.
    String words() {
        return managed() && Files.exists(file())
                ? "unit " + UNIT
                : pid().map(pid -> "process " + pid + ", k3s").orElse("k3s");
    }

    /// Whether programs of it run, even where it was killed itself.
    boolean busy() {
        return running() || !session().isEmpty();
    }

    /// Ends k3s and the programs it has started itself; pods are none of these.
    void stop() {
        List<ProcessHandle> programs = new ArrayList<>(pid().flatMap(ProcessHandle::of).stream()
                .flatMap(ProcessHandle::descendants)
                .toList());
        if (managed()) {
            machine.run("systemctl", "stop", UNIT);
        } else {
            note.read().ifPresent(process -> processes.terminate(process, PATIENCE));
        }
        programs.addAll(session());
        programs.forEach(ProcessHandle::destroyForcibly);
        programs.forEach(program -> program.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
        note.forget();
    }

    /// Programs in the session that the process was the first of. A session keeps its number while anybody is in it,
    /// so that it cannot have become somebody else's.
    private List<ProcessHandle> session() {
        return note.read().stream()
                .flatMap(process -> machine.session(process.pid()).stream())
                .toList();
    }

    /// Removes the unit, if there is one.
    void forget() {
        if (Files.exists(file())) {
            machine.run("systemctl", "disable", UNIT);
            NodeTraces.removeTree(file());
            machine.run("systemctl", "daemon-reload");
        }
    }

    /// Where it logs to.
    Path log() {
        return log;
    }

    /// Whether it is a unit of systemd here.
    boolean managed() {
        return Files.isDirectory(root.resolve("run/systemd/system"))
                && machine.program("systemctl").isPresent();
    }

    private Path file() {
        return root.resolve("etc/systemd/system").resolve(UNIT);
    }

    private void write(String text) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Files.writeString(file(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
