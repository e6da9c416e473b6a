package io.aiplat.cluster.delivery;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts line by line, in the unified form of `diff -u`.
final class LineDifference {
    private static final int CONTEXT = 3;

    /// The most comparisons; beyond that a part is shown as replaced as a whole.
    private static final long MOST = 4_000_000;

    private LineDifference() {}

    /// A line with what became of it: ` `, `-` or `+`.
    private record Line(char mark, String text) {}

    /// The hunks; empty where the texts are the same.
    static String of(String before, String after) {
        List<Line> lines = compared(before.lines().toList(), after.lines().toList());
        StringBuilder out = new StringBuilder();
        int i = 0;
        int old = 1;
        int now = 1;
        while (i < lines.size()) {
            int from = next(lines, i);
            if (from < 0) {
                break;
            }
            int begin = Math.max(i, from - CONTEXT);
            old += begin - i;
            now += begin - i;
            int end = end(lines, from);
            int removed = (int) lines.subList(begin, end).stream()
                    .filter(line -> line.mark != '+')
                    .count();
            int added = (int) lines.subList(begin, end).stream()
                    .filter(line -> line.mark != '-')
                    .count();
            out.append("@@ -%d,%d +%d,%d @@\n".formatted(removed == 0 ? 0 : old, removed, added == 0 ? 0 : now, added));
            lines.subList(begin, end)
                    .forEach(line -> out.append(line.mark).append(line.text).append('\n'));
            old += removed;
            now += added;
            i = end;
        }
        return out.toString();
    }

    private static int next(List<Line> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).mark != ' ') {
                return i;
            }
        }
        return -1;
    }

    /// Behind the last change that is no more than twice the context behind the one before.
    private static int end(List<Line> lines, int from) {
        int last = from;
        for (int i = next(lines, last + 1); i >= 0 && i - last <= 2 * CONTEXT; i = next(lines, last + 1)) {
            last = i;
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private static List<Line> compared(List<String> before, List<String> after) {
        int head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < before.size() - head
                && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        before.subList(0, head).forEach(text -> lines.add(new Line(' ', text)));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), lines);
        before.subList(before.size() - tail, before.size()).forEach(text -> lines.add(new Line(' ', text)));
        return lines;
    }

    private static void middle(List<String> before, List<String> after, List<Line> lines) {
        if ((long) before.size() * after.size() > MOST) {
            before.forEach(text -> lines.add(new Line('-', text)));
            after.forEach(text -> lines.add(new Line('+', text)));
            return;
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new Line(' ', before.get(i++)));
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', before.get(i++)));
            } else {
                lines.add(new Line('+', after.get(j++)));
            }
        }
    }
}
