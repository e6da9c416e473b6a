package io.aiplat.model;

import java.util.List;

/// Something a person has to know about and can act on. Whatever it quotes, it has no passwords of addresses and no
/// tokens of aiplat's own: see [Redaction].
///
/// @param code  stable name, kind and statuses
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

    /// Kind of a problem: what is wrong in general, from which follow the exit status, the status of HTTP and the
    /// reason of a condition. The first four are the fault of whoever asks, the others are not.
    public enum Kind {
        /// What was asked for cannot be: a word, a value, a form.
        INVALID,
        /// What was named does not exist.
        NOT_FOUND,
        /// It does not go together with what is there: a name is taken, something is in use or belongs to another.
        CONFLICT,
        /// Whoever asks is not known, or may not.
        DENIED,
        /// What whoever runs aiplat has set cannot be; nothing that is asked changes that.
        MISCONFIGURED,
        /// What it takes is not there or not usable now: room on a disk, a program, a server that answers.
        UNAVAILABLE,
        /// It was begun and went wrong.
        FAILED,
        /// It was begun and not done in time.
        TIMEOUT,
        /// It was stopped from outside.
        INTERRUPTED,
        /// A fault of aiplat itself.
        BUG;

        /// How the process ends, unless a code says it more finely; never [ExitCode#OK].
        public ExitCode exit() {
            return switch (this) {
                case INVALID, NOT_FOUND, CONFLICT, DENIED -> ExitCode.USAGE;
                case MISCONFIGURED -> ExitCode.SETTINGS;
                case UNAVAILABLE -> ExitCode.HOST;
                case FAILED -> ExitCode.STEP_FAILED;
                case TIMEOUT -> ExitCode.NOT_READY;
                case INTERRUPTED -> ExitCode.INTERRUPTED;
                case BUG -> ExitCode.BUG;
            };
        }

        /// The status of HTTP, 400 to 599, unless a code says it more finely. 503 is for what may pass.
        public int httpStatus() {
            return switch (this) {
                case INVALID -> 400;
                case NOT_FOUND -> 404;
                case CONFLICT -> 409;
                case DENIED -> 403;
                case MISCONFIGURED, BUG -> 500;
                case UNAVAILABLE, FAILED, TIMEOUT, INTERRUPTED -> 503;
            };
        }

        /// The reason of a condition of Kubernetes: one word in PascalCase, of this kind only.
        public String reason() {
            return switch (this) {
                case INVALID -> "Invalid";
                case NOT_FOUND -> "NotFound";
                case CONFLICT -> "Conflict";
                case DENIED -> "Denied";
                case MISCONFIGURED -> "Misconfigured";
                case UNAVAILABLE -> "Unavailable";
                case FAILED -> "Failed";
                case TIMEOUT -> "TimedOut";
                case INTERRUPTED -> "Interrupted";
                case BUG -> "InternalError";
            };
        }

        /// The kind that an exit status by itself tells of.
        static Kind of(ExitCode exit) {
            return switch (exit) {
                case OK, BUG -> BUG;
                case USAGE -> INVALID;
                case SETTINGS -> MISCONFIGURED;
                case HOST, NOT_RUNNING -> UNAVAILABLE;
                case STEP_FAILED -> FAILED;
                case NOT_READY -> TIMEOUT;
                case INTERRUPTED -> INTERRUPTED;
            };
        }
    }
}
