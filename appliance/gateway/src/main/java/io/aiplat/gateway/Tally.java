package io.aiplat.gateway;

import io.aiplat.gateway.surface.Spent;
import io.aiplat.models.ChatPart;
import io.aiplat.models.Usage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Counts what the texts of one attempt cost, one text after the other.
final class Tally {
    private final Attempt attempt;
    private @Nullable Usage finished;
    private int pieces;
    private boolean ended;

    Tally(Attempt attempt) {
        this.attempt = attempt;
    }

    /// Another text begins.
    void next() {
        pieces = 0;
        ended = false;
    }

    /// A part of it has come.
    void part(ChatPart part) {
        attempt.firstPiece();
        pieces++;
        Usage before = finished;
        if (part instanceof ChatPart.Finished end) {
            ended = true;
            finished = before == null ? end.usage() : Spent.sum(before, end.usage());
            note(finished);
        } else if (before != null) {
            // If it is cut here: as many tokens as pieces, for as long a prompt as those before.
            note(new Usage(2 * before.inputTokens(), before.outputTokens() + pieces, null, null, true));
        }
    }

    /// Whether the last part of the present text came.
    boolean isFinished() {
        return ended;
    }

    /// Of all texts, when they are finished.
    Usage usage() {
        return Objects.requireNonNull(finished, "not finished");
    }

    private void note(Usage used) {
        attempt.used(counted(used));
    }

    /// The same, as the ledger counts it.
    static io.aiplat.governance.Usage counted(Usage used) {
        int cached = part(used.cachedTokens(), used.inputTokens());
        int written = part(used.writtenTokens(), used.inputTokens() - cached);
        return new io.aiplat.governance.Usage(
                used.inputTokens(), used.outputTokens(), cached, written, used.estimated());
    }

    private static int part(@Nullable Integer said, int whole) {
        return said == null ? 0 : Math.min(said, whole);
    }
}
