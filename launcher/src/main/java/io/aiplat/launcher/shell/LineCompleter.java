package io.aiplat.launcher.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Offers what a command line accepts next.
final class LineCompleter implements Completer {
    private final UnaryOperator<List<String>> completions;

    /// @param completions what may stand in place of the last word of a line
    LineCompleter(UnaryOperator<List<String>> completions) {
        this.completions = completions;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        words.add(line.word().substring(0, line.wordCursor()));
        for (String word : completions.apply(words)) {
            if (word.equals(Shell.FILES)) {
                new FileNameCompleter().complete(reader, line, candidates);
            } else {
                // A key waits for its value.
                candidates.add(new Candidate(word, word, null, null, null, null, !word.endsWith("=")));
            }
        }
    }
}
