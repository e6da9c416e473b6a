package io.aiplat.launcher.command.diagnosis;

import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.TerminalText;
import io.aiplat.launcher.serve.ApplianceLog;
import io.aiplat.launcher.serve.RequestLog;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.store.log.StepLogEntry;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat logs`: what any part has said, wherever that is kept.
@Command(
        name = "logs",
        description = {
            "Print what a part has said.",
            "",
            "appliance  the process that serves the endpoint (default)",
            "requests   a line for each request, without what was said in it",
            "start      what its JVM said when `up` started it, and when it died",
            "steps      what the steps of each `up` did",
            "worker     llama.cpp, one log for each model (engines embedded and llamacpp)",
            "cluster    the node; the events of our namespace where the cluster is not ours",
            "ollama     Ollama, in the cluster or started by us on this machine",
            ""
        })
public final class LogsCommand implements Callable<Integer> {
    /// What has a log.
    public enum Part {
        APPLIANCE,
        REQUESTS,
        START,
        STEPS,
        WORKER,
        CLUSTER,
        OLLAMA;

        @Override
        public String toString() {
            return ChoiceWords.of(this);
        }
    }

    private final Invocation invocation;

    @Parameters(paramLabel = "PART", arity = "0..1", description = "one of those above")
    private Part part = Part.APPLIANCE;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is written from now, until Ctrl-C")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "how many lines of the past (default: 100)")
    private int lines = 100;

    public LogsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (lines < 0) {
            throw new ApplianceException(
                    CommandProblems.wrongLine("The number of lines is " + lines + "; it is 0 or more", "aiplat logs"));
        }
        // What is wrong with the settings is what somebody may want to read the logs for.
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settingsToGoBack())) {
            FileLogs files = new FileLogs(scope.home(), lines, follow, this::gone);
            switch (part) {
                case APPLIANCE -> files.print(part, ApplianceLog.SERVING, (_, line) -> tell(line));
                case REQUESTS -> files.print(part, RequestLog.PART, (_, line) -> tell(line));
                case START -> files.print(part, ApplianceLog.START, (_, line) -> tell(line));
                case STEPS -> files.printSteps(this::tell);
                case WORKER -> files.printAll(part, "worker-", this::tell);
                case CLUSTER -> Clusters.own(scope).provider().logs(lines, follow, this::tell);
                case OLLAMA -> ollama(scope, files);
            }
        }
        // Ctrl-C is how following ends; whoever pressed it needs no explanation.
        return (Thread.interrupted() ? ExitCode.INTERRUPTED : ExitCode.OK).status();
    }

    private void ollama(InstallScope scope, FileLogs files) {
        if (Clusters.made(scope).isPresent()) {
            Clusters.Own own = Clusters.own(scope);
            String workload = scope.catalog().bundle("ollama").workloads().getFirst();
            own.provider().kube().logs(own.made().namespace(), workload, lines, follow, this::tell);
        } else {
            files.print(part, "ollama", (_, line) -> tell(line));
        }
    }

    private void tell(String line) {
        tell("", line);
    }

    /// @param source which of several logs of this part; empty where there is but one
    private void tell(String source, String line) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("part", part);
        if (!source.isEmpty()) {
            answer.put("source", source);
        }
        answer.put("line", line);
        invocation.output().value(answer, (source.isEmpty() ? "" : source + ": ") + line + "\n");
    }

    private void tell(StepLogEntry entry) {
        String text = "%s %-9s %s%s%n"
                .formatted(
                        entry.at().truncatedTo(ChronoUnit.SECONDS),
                        entry.mark().name().toLowerCase(Locale.ROOT),
                        TerminalText.line(entry.step()),
                        entry.detail().isEmpty() ? "" : ": " + TerminalText.line(entry.detail()));
        invocation.output().value(entry, text);
    }

    /// Whether nobody reads any more, as behind `| head`.
    private boolean gone() {
        return invocation.surroundings().out().checkError();
    }
}
