package io.aiplat.launcher.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/// Offers what the command tree accepts next.
final class TreeCompleter implements Completer {
    private final CommandSpec tree;

    TreeCompleter(CommandSpec tree) {
        this.tree = tree;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<CharSequence> endings = new ArrayList<>();
        String[] words = line.words().toArray(String[]::new);
        AutoComplete.complete(tree, words, line.wordIndex(), line.wordCursor(), line.cursor(), endings);
        // picocli offers what is still to be typed, JLine wants whole words.
        String typed = line.word().substring(0, line.wordCursor());
        endings.forEach(ending -> candidates.add(new Candidate(typed + ending)));
    }
}
