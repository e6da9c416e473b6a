package io.aiplat.inference.ollama;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/// The text a chat template adds to a conversation, in tokens or in bytes of UTF-8, never too few. The
/// template is Go's `text/template`; of `if` and `else` the longer branch counts, and what stands in a
/// loop counts for each time it runs.
///
/// @param once        added to every prompt
/// @param perTurn     added for each message
/// @param perTool     added for each tool offered
/// @param perCall     added for each tool call in the conversation
/// @param perProperty added for each text within the definitions of tools, by loops over their insides
/// @param systemTwice whether it names the system message apart from the messages, and may show it twice
record PromptTemplate(int once, int perTurn, int perTool, int perCall, int perProperty, boolean systemTwice) {
    private static final Pattern ASSIGNMENT = Pattern.compile("\\$\\w+\\s*:?=.*", Pattern.DOTALL);
    private static final int DATE_BYTES = 32;
    /// Characters; the longest in use have some ten thousand.
    private static final int LONGEST = 256 << 10;

    /// Reads a template. One that is not understood counts as if all of it were shown.
    ///
    /// @param measure how long a text is
    static PromptTemplate parse(String template, ToIntFunction<String> measure) {
        return template.length() > LONGEST
                ? new PromptTemplate(PromptTokenBound.utf8(template), 0, 0, 0, 0, true)
                : new Reader(measure).read(template);
    }

    private static final class Cost {
        int once;
        int perTurn;
        int perTool;
        int perCall;
        int perProperty;

        void add(Cost other) {
            once += other.once;
            perTurn += other.perTurn;
            perTool += other.perTool;
            perCall += other.perCall;
            perProperty += other.perProperty;
        }

        void atLeast(Cost other) {
            once = Math.max(once, other.once);
            perTurn = Math.max(perTurn, other.perTurn);
            perTool = Math.max(perTool, other.perTool);
            perCall = Math.max(perCall, other.perCall);
            perProperty = Math.max(perProperty, other.perProperty);
        }
    }

    /// What is between an opening action and its `end`.
    private static final class Block {
        final String opening;
        final Cost longest = new Cost();
        Cost branch = new Cost();

        Block(String opening) {
            this.opening = opening;
        }

        void nextBranch() {
            longest.atLeast(branch);
            branch = new Cost();
        }

        /// The cost of the whole block to what is around it.
        Cost closed() {
            nextBranch();
            if (!opening.startsWith("range")) {
                return longest;
            }
            Cost looped = new Cost();
            looped.add(longest);
            looped.once = 0;
            if (opening.contains(".Messages")) {
                looped.perTurn += longest.once;
            } else if (opening.contains(".ToolCalls")) {
                looped.perCall += longest.once;
            } else if (opening.contains("ools")) {
                looped.perTool += longest.once; // `.Tools`, `$.Tools`, or a variable that holds them
            } else {
                looped.perProperty += longest.once;
            }
            return looped;
        }
    }

    private static final class Reader {
        private final Deque<Block> open = new ArrayDeque<>();
        private final ToIntFunction<String> measure;
        private Block current = new Block("");

        Reader(ToIntFunction<String> measure) {
            this.measure = measure;
        }

        PromptTemplate read(String template) {
            int from = 0;
            boolean trimmed = false;
            for (int begin = template.indexOf("{{"); begin >= 0; begin = template.indexOf("{{", from)) {
                int end = template.indexOf("}}", begin + 2);
                if (end < 0) {
                    break;
                }
                String text = template.substring(from, begin);
                String inside = template.substring(begin + 2, end);
                text = trimmed ? text.stripLeading() : text;
                literal(inside.startsWith("-") ? text.stripTrailing() : text);
                action(untrimmed(inside));
                trimmed = inside.endsWith("-");
                from = end + 2;
            }
            literal(trimmed ? template.substring(from).stripLeading() : template.substring(from));
            while (!open.isEmpty()) {
                close();
            }
            Cost all = current.closed();
            boolean byMessages = template.contains(".Messages");
            // Templates of the older kind are run once for each turn.
            return new PromptTemplate(
                    byMessages ? all.once : 0,
                    all.perTurn + (byMessages ? 0 : all.once),
                    all.perTool,
                    all.perCall,
                    all.perProperty,
                    byMessages && template.contains(".System"));
        }

        /// What is between the marks that have gaps removed.
        private static String untrimmed(String inside) {
            String action = inside.startsWith("-") ? inside.substring(1) : inside;
            return (action.endsWith("-") ? action.substring(0, action.length() - 1) : action).strip();
        }

        private void literal(String text) {
            current.branch.once += text.isEmpty() ? 0 : measure.applyAsInt(text);
        }

        private void action(String action) {
            String word = action.split("[^a-z]", 2)[0];
            switch (word) {
                case "if", "range", "with", "block", "define" -> {
                    open.push(current);
                    current = new Block(action);
                }
                case "else" -> current.nextBranch();
                case "end" -> close();
                default -> printed(action);
            }
        }

        private void close() {
            if (open.isEmpty()) {
                return; // an `end` too many; Ollama would not have taken the template
            }
            Cost inner = current.closed();
            current = open.pop();
            current.branch.add(inner);
        }

        /// Texts within an action may be shown; comments and assignments are not.
        private void printed(String action) {
            if (action.startsWith("/*") || ASSIGNMENT.matcher(action).matches()) {
                return;
            }
            for (int begin = 0; begin < action.length(); begin++) {
                int end = quoted(action, begin);
                if (end > 0) {
                    literal(action.substring(begin, end));
                    begin = end - 1;
                }
            }
            if (action.contains("currentDate")) {
                current.branch.once += DATE_BYTES;
            }
        }

        /// Where the text ends that begins here, behind its closing mark or with the action; 0 where none begins.
        private static int quoted(String action, int begin) {
            char mark = action.charAt(begin);
            if (mark != '"' && mark != '`') {
                return 0;
            }
            for (int at = begin + 1; at < action.length(); at++) {
                if (action.charAt(at) == mark) {
                    return at + 1;
                }
                at += mark == '"' && action.charAt(at) == '\\' ? 1 : 0;
            }
            return action.length();
        }
    }
}
