package io.aiplat.model;

import java.util.List;

/// Something a person has to know about and can act on. Whatever it quotes, it has no passwords of addresses and no
/// tokens of aiplat's own: see [Redaction].
///
/// @param code  stable name and exit status
/// @param what  one sentence without a full stop: what is wrong, naming the thing
/// @param why   the cause as far as it is known, in full sentences; the last reason of a wait, the tail of a log
/// @param fixes what to do about it, most likely first; commands are spelled out
public record Problem(ProblemCode code, String what, String why, List<String> fixes) {
    public Problem {
        what = Redaction.SHAPES.clean(what);
        why = Redaction.SHAPES.clean(why);
        fixes = fixes.stream().map(Redaction.SHAPES::clean).toList();
        if (what.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException(code.id() + ": a problem says what and why");
        }
        if (fixes.isEmpty()) {
            throw new IllegalArgumentException(code.id() + ": a problem without a fix is a bug");
        }
    }

    /// As a person reads it: `error CODE: what`, then `why:` and one `try:` line for each fix. Ends with a newline.
    public String toText() {
        StringBuilder text = new StringBuilder("error " + code.id() + ": " + what + "\n");
        text.append("  why: ").append(why.strip().replace("\n", "\n       ")).append('\n');
        for (String fix : fixes) {
            text.append("  try: ").append(fix).append('\n');
        }
        return text.toString();
    }
}
