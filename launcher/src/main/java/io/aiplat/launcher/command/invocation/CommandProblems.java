package io.aiplat.launcher.command.invocation;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What can be wrong with a command, apart from what the rooms find.
public final class CommandProblems {
    private CommandProblems() {}

    /// A word that means nothing where it stands.
    ///
    /// @param command the command as far as it was understood: `aiplat models`
    /// @param meant   the word it resembles
    public static Problem unknownWord(String typed, String command, Optional<String> meant) {
        return new Problem(
                new ProblemCode("COMMAND_UNKNOWN_WORD", Kind.INVALID),
                command + " knows no '" + typed + "'",
                meant.map(word -> "Did you mean '" + word + "'?")
                        .orElse("It is none of its commands, options or arguments."),
                List.of(seeHelp(command)));
    }

    /// The appliance that runs is short of something.
    ///
    /// @param few what it says of itself
    public static Problem runningShort(String few) {
        return new Problem(
                new ProblemCode("COMMAND_RUNNING_SHORT", Kind.UNAVAILABLE),
                "The running appliance is short of something",
                few + ".",
                List.of("Follow it: aiplat status", "Read what it did about it: aiplat logs"));
    }

    /// The appliance that runs does not serve as it should.
    ///
    /// @param about `answers`, `routes`, `upstreams`, `token`
    /// @param saw   what was seen
    public static Problem servingUnwell(String about, String saw) {
        return new Problem(
                new ProblemCode("COMMAND_SERVING_UNWELL", Kind.UNAVAILABLE, ExitCode.NOT_READY),
                "What runs, " + about + ": " + saw.lines().findFirst().orElse(saw),
                "Clients meet it so.",
                List.of(
                        "See each upstream and why it rests: aiplat logs",
                        "Check the file of routes: aiplat gateway check",
                        "Start it again: aiplat restart"));
    }

    /// Something in the cluster of this home is not as it should be.
    ///
    /// @param about `node`, `pod`, `image`, `disk of the node`, `certificate`
    /// @param saw   what was seen
    public static Problem clusterUnwell(String about, String saw) {
        return new Problem(
                new ProblemCode("COMMAND_CLUSTER_UNWELL", Kind.UNAVAILABLE, ExitCode.NOT_READY),
                "Cluster, " + about + ": " + saw.lines().findFirst().orElse(saw),
                saw + ".",
                List.of(
                        "What can be mended is mended by: aiplat up",
                        "See what the cluster says: aiplat logs cluster",
                        "Certificates and addresses of a node of aiplat's are renewed by: aiplat restart"));
    }

    /// A command line that lacks something or holds an impossible value.
    ///
    /// @param reason  as the parser says it
    /// @param command the command as far as it was understood: `aiplat models`
    public static Problem wrongLine(String reason, String command) {
        return new Problem(
                new ProblemCode("COMMAND_LINE_WRONG", Kind.INVALID),
                "The command line of " + command + " is wrong",
                reason.strip() + ".",
                List.of(seeHelp(command)));
    }

    private static String seeHelp(String command) {
        return "See what it takes: " + command + " --help";
    }

    /// A file that a command would write is there.
    public static Problem fileThere(Path file) {
        return new Problem(
                new ProblemCode("COMMAND_FILE_THERE", Kind.CONFLICT),
                "There is a file " + file + " already",
                "It is not overwritten unless that is asked for.",
                List.of("Write to another file", "Overwrite it: the same command with --force"));
    }

    /// A file that a command has to write cannot be written.
    public static Problem notWritten(Path file, String reason) {
        return new Problem(
                new ProblemCode("COMMAND_FILE_NOT_WRITTEN", Kind.UNAVAILABLE),
                "The file " + file + " cannot be written",
                reason + ".",
                List.of("See who may write there: ls -ld "
                        + file.toAbsolutePath().getParent()));
    }

    /// There is no model that a client could be connected to.
    public static Problem noChatModel() {
        return new Problem(
                new ProblemCode("COMMAND_NO_CHAT_MODEL", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "No model here chats",
                "The appliance has none, or only such as make embeddings.",
                List.of("Get one: aiplat models pull NAME", "Name one of gateway.yaml: --model NAME"));
    }

    /// A client's settings are not in a file that could be written.
    ///
    /// @param client as it is typed
    public static Problem noFileOf(String client) {
        return new Problem(
                new ProblemCode("COMMAND_CLIENT_WITHOUT_FILE", Kind.INVALID),
                client + " has no file that its settings could be written to",
                "It is told them in its own settings page, by its environment, or in a program.",
                List.of("See what to set: aiplat connect " + client));
    }

    /// A client's file has to hold a key, and there is none to write.
    ///
    /// @param client as it is typed
    public static Problem noKeyFor(String client) {
        return new Problem(
                new ProblemCode("COMMAND_CLIENT_WITHOUT_KEY", Kind.INVALID),
                "There is no key to write for " + client,
                "Its file has none for this endpoint, and the owner's is not given away.",
                List.of("Have one made: aiplat connect " + client + " --write --key"));
    }

    /// The token of a key that a running appliance has from a file cannot be changed under it.
    ///
    /// @param key `owner` or `admin`
    public static Problem keyServes(String key) {
        return new Problem(
                new ProblemCode("COMMAND_KEY_SERVES", Kind.CONFLICT),
                "The key " + key + " gets no other token while the appliance runs",
                "It has read the key's file at its start, and its page and these commands use it.",
                List.of("Stop it, rotate, start it again: aiplat stop && aiplat keys rotate " + key + " && aiplat up"));
    }

    /// A client's file cannot be changed without losing something.
    ///
    /// @param why    a full sentence
    /// @param client as it is typed
    public static Problem notMerged(Path file, String why, String client) {
        return new Problem(
                new ProblemCode("COMMAND_CLIENT_FILE_NOT_MERGED", Kind.CONFLICT),
                "The file " + file + " is not changed",
                why,
                List.of("See what to put into it: aiplat connect " + client));
    }

    /// The work was stopped from outside.
    public static Problem interrupted() {
        return new Problem(
                new ProblemCode("COMMAND_INTERRUPTED", Kind.INTERRUPTED),
                "Stopped before the end",
                "Ctrl-C or a signal asked for it. What was done so far is kept.",
                List.of("Run the same command again: it goes on from here"));
    }

    /// Whoever followed a pull left it.
    public static Problem leftPull(String model) {
        return new Problem(
                new ProblemCode("COMMAND_PULL_LEFT", Kind.INTERRUPTED),
                "The pull of " + model + " goes on",
                "Only its report was left.",
                List.of("See how far it is: aiplat models pulls", "End it: aiplat models pulls --cancel ID"));
    }

    /// Models whose bytes are not those that came.
    public static Problem modelsDamaged(List<String> models) {
        return new Problem(
                new ProblemCode("COMMAND_MODELS_DAMAGED", Kind.FAILED),
                "Damaged: " + String.join(", ", models),
                "Their bytes are not those that came: the disk, or somebody, has changed them. The list says which, and"
                        + " why what was to come again did not.",
                List.of(
                        "Fetch them again from where they came: aiplat models verify --repair",
                        "Bring them from elsewhere: aiplat models pull REFERENCE --name NAME --force",
                        "Look after the disk: dmesg, smartctl"));
    }

    /// A fault of ours.
    ///
    /// @param what  what was thrown
    /// @param where the file with the stack trace, or why there is none, a full sentence
    public static Problem bug(String what, String where) {
        return new Problem(
                new ProblemCode("COMMAND_BUG", Kind.BUG),
                "aiplat failed in a way it should not: " + what,
                "This is a bug. " + where,
                List.of(
                        "Report it with that stack trace and the output of: aiplat version -o json",
                        "See the stack trace here: add --verbose"));
    }

    /// It deletes things, nobody sits at the terminal to be asked, and `--yes` was not given.
    ///
    /// @param command as it was typed, without its options
    public static Problem notConfirmed(String command) {
        return new Problem(
                new ProblemCode("COMMAND_NOT_CONFIRMED", Kind.INVALID),
                command + " deletes what is listed above, and nobody is here to agree",
                "Standard input or output is not a terminal, so the question cannot be asked.",
                List.of("Agree beforehand: " + command + " --yes"));
    }

    /// The command is about a cluster and this home has none.
    ///
    /// @param why in the home's own case, a full sentence
    public static Problem noCluster(Path home, String why) {
        return new Problem(
                new ProblemCode("COMMAND_NO_CLUSTER", Kind.NOT_FOUND, ExitCode.NOT_RUNNING),
                "The home " + home + " has no cluster",
                why,
                List.of("Make one: aiplat up --cluster docker", "Another home? Set AIPLAT_HOME or give --home"));
    }

    /// A cluster that is not in a container of ours needs a kubectl of the person's.
    public static Problem noKubectl() {
        return new Problem(
                new ProblemCode("COMMAND_NO_KUBECTL", Kind.NOT_FOUND, ExitCode.HOST),
                "There is no kubectl on this machine",
                "The cluster was there before aiplat, so no kubectl was brought with it.",
                List.of(
                        "Install it: https://kubernetes.io/docs/tasks/tools",
                        "Use another client: export KUBECONFIG=$(aiplat kubeconfig --path)"));
    }

    /// Nothing has written that log.
    ///
    /// @param part  as it is typed: `worker`
    /// @param where it would be
    public static Problem noLog(String part, String where) {
        return new Problem(
                new ProblemCode("COMMAND_NO_LOG", Kind.NOT_FOUND, ExitCode.NOT_RUNNING),
                "There is no log of " + part,
                "Nothing has written " + where + ".",
                List.of("See what runs: aiplat status", "See which logs there are: aiplat logs --help"));
    }
}
