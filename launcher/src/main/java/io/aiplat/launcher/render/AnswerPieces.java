package io.aiplat.launcher.render;

/// Prints an answer as it comes. A carriage return at the end of a piece waits for the next one, which says whether
/// it is half of the end of a line.
public final class AnswerPieces {
    private final Output output;
    private boolean returned;

    AnswerPieces(Output output) {
        this.output = output;
    }

    /// Prints the next piece.
    public void accept(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        String whole = returned ? "\r" + piece : piece;
        returned = whole.endsWith("\r");
        output.piece(returned ? whole.substring(0, whole.length() - 1) : whole);
    }

    /// Ends the answer and its last line.
    public void end() {
        output.piece(returned ? "\r" : "");
        returned = false;
        output.piece("\n");
    }
}
