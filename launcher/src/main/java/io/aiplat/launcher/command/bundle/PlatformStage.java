package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.archive.ArchiveProblems;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Stage of a platform, each built on the one before: models of one's own, one's own documents, agents. What aiplat
/// has nothing of yet is named here, and goes when there is a bundle for it.
public enum PlatformStage {
    /// Models on machines of one's own, known by where they are from, measured and approved.
    SOVEREIGN("1", "sovereign AI", ""),
    /// Answers out of documents that stay.
    PRIVATE_DATA(
            "2",
            "private-data RAG",
            "a vector database, retrieval from it, a pipeline that reads documents, workbenches with notebooks"),
    /// Models that act.
    AGENTIC("3", "agentic AI", "agents, MCP servers");

    private final String number;
    private final String title;
    private final String without;

    PlatformStage(String number, String title, String without) {
        this.number = number;
        this.title = title;
        this.without = without;
    }

    /// Its number, as archives have it.
    public String number() {
        return number;
    }

    /// What it is for, in a word or two.
    public String title() {
        return title;
    }

    /// What aiplat has nothing of yet, of it and of the stages below it; empty where it is all there.
    public String missing() {
        return Arrays.stream(values())
                .filter(each -> each.compareTo(this) <= 0 && !each.without.isEmpty())
                .map(each -> each.without)
                .collect(Collectors.joining(", "));
    }

    /// The stage of a number.
    ///
    /// @param words how the command is called
    /// @throws ApplianceException COMMAND_LINE_WRONG
    public static PlatformStage of(String number, String words) {
        return Arrays.stream(values())
                .filter(each -> each.number.equals(number))
                .findFirst()
                .orElseThrow(() -> new ApplianceException(CommandProblems.wrongLine(
                        "--stage takes 1 (sovereign AI), 2 (private-data RAG) or 3 (agentic AI), and not " + number,
                        words)));
    }

    /// The stage of a number, for an archive. One that is not all there is refused: an archive that says it is for a
    /// stage has to have it, for where it is carried to nothing can be fetched.
    ///
    /// @param words how the command is called
    /// @throws ApplianceException COMMAND_LINE_WRONG, BUNDLE_STAGE_INCOMPLETE
    static PlatformStage whole(String number, String words) {
        PlatformStage stage = of(number, words);
        if (!stage.missing().isEmpty()) {
            throw new ApplianceException(
                    ArchiveProblems.stageIncomplete(number + " (" + stage.title + ")", stage.missing()));
        }
        return stage;
    }
}
