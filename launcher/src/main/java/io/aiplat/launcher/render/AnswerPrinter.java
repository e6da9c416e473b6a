package io.aiplat.launcher.render;

/// Printer of a streamed answer, as it comes.
/// A carriage return at the end of a piece waits for the next one, which says whether it is half of the end of a
/// line.
public final class AnswerPrinter {
    private final Output output;
    private boolean returned;

    AnswerPrinter(Output output) {
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
