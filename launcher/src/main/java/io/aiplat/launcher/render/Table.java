package io.aiplat.launcher.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of text under headings, each column as wide as its widest cell.
public final class Table {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    /// A table without rows.
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row. A cell stays within its line, whatever is in it.
    ///
    /// @throws IllegalArgumentException if it has more or fewer cells than there are headings
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(Arrays.toString(cells) + " does not fit under " + rows.getFirst());
        }
        rows.add(Arrays.stream(cells).map(TerminalText::line).toList());
        return this;
    }

    /// The lines, each ended by a newline and without blanks before it.
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).repeat(' ', width(column) - cell.length()).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
