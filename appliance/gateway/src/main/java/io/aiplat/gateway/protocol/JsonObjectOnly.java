package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatSink;

/// A JSON mode for servers without one: the model is told to answer with an object, and of what it writes the first
/// whole object is passed on, without the fence or the words that some put around it. One without any is passed on
/// as it is.
final class JsonObjectOnly implements ChatSink {
    /// What the model is told.
    static final String TOLD = "Answer with one JSON object and nothing else: no words before or after it and no code"
            + " fence around it.";

    private final ChatSink to;
    private final StringBuilder before = new StringBuilder();
    private int depth;
    private boolean begun;
    private boolean inText;
    private boolean escaped;

    JsonObjectOnly(ChatSink to) {
        this.to = to;
    }

    @Override
    public void accept(ChatDelta part) {
        switch (part) {
            case ChatDelta.Text more -> text(more.text());
            case ChatDelta.Reasoning thought -> to.accept(thought);
            case ChatDelta.Call call -> {
                flush();
                to.accept(call);
            }
            case ChatDelta.Finished end -> {
                flush();
                to.accept(end);
            }
        }
    }

    private void flush() {
        if (!begun && !before.isEmpty()) {
            to.accept(new ChatDelta.Text(before.toString()));
            before.setLength(0);
        }
    }

    private void text(String more) {
        int from = 0;
        if (!begun) {
            from = more.indexOf('{');
            if (from < 0) {
                before.append(more);
                return;
            }
            begun = true;
        } else if (depth == 0) {
            return;
        }
        int end = end(more, from);
        if (end > from) {
            to.accept(new ChatDelta.Text(more.substring(from, end)));
        }
    }

    /// Where the object ends, or what there is of it.
    private int end(String more, int from) {
        for (int i = from; i < more.length(); i++) {
            char c = more.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (inText) {
                escaped = c == '\\';
                inText = c != '"';
            } else if (c == '"') {
                inText = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return more.length();
    }
}
