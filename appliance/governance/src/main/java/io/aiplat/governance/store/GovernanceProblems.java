package io.aiplat.governance.store;

import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Problems with keys, their owners, and the store they are in.
public final class GovernanceProblems {
    private GovernanceProblems() {}

    /// There is another of that name.
    public static Problem nameTaken(LimitOwnerKind kind, String name) {
        return conflict(
                "GOVERNANCE_NAME_TAKEN",
                "There is a " + kind.word() + " " + name + " already",
                "Names of keys, of users and of teams are unique among each other.",
                kind == LimitOwnerKind.KEY
                        ? "Use another name, or give that one another token: aiplat keys rotate " + name
                        : "Use another name",
                "See which there are: aiplat " + kind.word() + "s list");
    }

    /// There is none of that name.
    public static Problem notFound(LimitOwnerKind kind, String name) {
        return problem(
                new ProblemCode("GOVERNANCE_NOT_FOUND", Kind.NOT_FOUND),
                "There is no " + kind.word() + " " + name,
                "It was never made in this store, or it was deleted.",
                "See which there are: aiplat " + kind.word() + "s list");
    }

    /// A user or a team that still has keys cannot go.
    public static Problem inUse(LimitOwnerKind kind, String name, int keys) {
        return conflict(
                "GOVERNANCE_IN_USE",
                "The " + kind.word() + " " + name + " cannot be deleted",
                "It has " + keys + (keys == 1 ? " key" : " keys") + ", which would be left without its limits.",
                "Delete the keys first; this lists them: aiplat keys list");
    }

    /// A token that was given is that of another key. The management API makes tokens itself and is given none, so
    /// that there it is no fault of whoever asks.
    public static Problem tokenTaken(String name) {
        return problem(
                new ProblemCode("GOVERNANCE_TOKEN_TAKEN", Kind.CONFLICT).answeredWith(500),
                "The token given for key " + name + " is another key's",
                "A token opens one key. Whose it is is not said here.",
                "Give each key a token of its own, or leave it out and have one made");
    }

    /// A revoked key is asked to do what only a living one can.
    public static Problem revoked(String name) {
        return conflict(
                "GOVERNANCE_KEY_REVOKED",
                "The key " + name + " is revoked",
                "What was taken back is not brought back, for nobody knows who has its token.",
                "Delete it and make another of the same name: aiplat keys delete " + name);
    }

    /// A key that a file named once, and names no longer, is asked to do what only a living one can.
    public static Problem withdrawn(String name) {
        return conflict(
                "GOVERNANCE_KEY_WITHDRAWN",
                "The key " + name + " is no longer in the gateway's file",
                "It opens nothing until it is put back, so another token for it would open nothing either.",
                "Put it back into keys of gateway.yaml, with another token if it needs one",
                "Make another key: aiplat keys create NAME");
    }

    /// The store was written by a newer aiplat.
    public static Problem storeNewer(Path file, int found, int known) {
        return host(
                "GOVERNANCE_STORE_NEWER",
                "The store of keys was written by a newer aiplat",
                "%s has version %d, and this aiplat knows up to %d.".formatted(file, found, known),
                "Use the newer aiplat again; `aiplat version` tells which one this is");
    }

    /// The store can neither be read nor written.
    public static Problem storeUnreadable(Path file, String reason) {
        return host(
                "GOVERNANCE_STORE_UNREADABLE",
                "The store of keys cannot be used",
                file + ": " + reason + ".",
                "See how much room is left: df -h " + quoted(file),
                "See who owns it: ls -l " + quoted(file));
    }

    /// Responses that clients may go on with cannot be kept, read or deleted.
    public static Problem responsesUnusable(Path file, String reason) {
        return host(
                "GOVERNANCE_RESPONSES_UNUSABLE",
                "The store of responses cannot be used",
                file + ": " + reason + ". Nothing else needs it.",
                "See how much room is left: df -h " + quoted(file),
                "See who owns it: ls -l " + quoted(file),
                "If it is damaged, move it away; a new one is made: mv " + quoted(file) + " "
                        + quoted(Path.of(file + ".damaged")));
    }

    /// There is no room left for what has to be written.
    public static Problem diskFull(Path path) {
        return host(
                "GOVERNANCE_DISK_FULL",
                "The disk that holds keys and spend is full",
                path + " cannot be written. Until it can, no request is let through; what was answered is kept.",
                "See how much room is left: df -h " + quoted(path),
                "Make room; aiplat goes on by itself");
    }

    /// Another program holds SQLite's lock for longer than we wait.
    public static Problem storeLocked(Path file) {
        return held(
                "GOVERNANCE_STORE_LOCKED",
                "Another program keeps the store of keys locked",
                file + " has been locked for more than five seconds, as a backup or a browser of databases does.",
                "See which program has it open: fuser -v " + quoted(file));
    }

    /// SQLite, or our own check, finds that the store is not as it was written.
    public static Problem storeDamaged(Path file, String reason) {
        return host(
                "GOVERNANCE_STORE_DAMAGED",
                "The store of keys is damaged",
                file + ": " + reason + ". Nothing was changed: what is there may be all there is.",
                "See whether the disk reports errors: dmesg | tail",
                "Put the folder aside and bring it back whole from a backup: mv " + quoted(folder(file)) + " "
                        + quoted(folder(file).resolveSibling("governance.damaged")));
    }

    /// The store is not the one that was written last.
    ///
    /// @param mark the file that tells what was written
    public static Problem storeBehind(Path file, Path mark, String reason) {
        return host(
                "GOVERNANCE_STORE_BEHIND",
                "The store of keys has lost changes that were made",
                file + ": " + reason + ". Keys that were taken back may open again, so nothing is served.",
                "Put the folder aside and bring it back whole from a backup: mv " + quoted(folder(file)) + " "
                        + quoted(folder(file).resolveSibling("governance.damaged")),
                "If this store is the one you want, say so, and look at every key: rm " + quoted(mark)
                        + " && aiplat keys list");
    }

    /// Somebody else owns the store, or may write to it.
    public static Problem storeExposed(Path path, String reason) {
        return host(
                "GOVERNANCE_STORE_EXPOSED",
                "The store of keys is not closed to other users",
                path + ": " + reason + ". Whoever may change it can give themselves any key.",
                "See who owns it: ls -ld " + quoted(path),
                "If all that is in it is yours, close it: chown \"$(id -u)\" " + quoted(path) + " && chmod go-w "
                        + quoted(path));
    }

    /// The file is a database, and none of ours.
    public static Problem storeForeign(Path file, String tables) {
        return held(
                "GOVERNANCE_STORE_FOREIGN",
                "There is a database of another program where the store of keys should be",
                file + " holds tables named " + tables + ", which aiplat did not make. It was not touched.",
                "Give the gateway a folder of its own: `store:` in gateway.yaml");
    }

    /// Another process writes the journal.
    public static Problem journalInUse(Path folder, String holder) {
        return held(
                "GOVERNANCE_JOURNAL_IN_USE",
                "Another gateway counts spend in " + folder,
                holder + " Two that count in one place would each allow the whole budget.",
                "Stop the other one",
                "Give this one a store of its own: `store:` in gateway.yaml");
    }

    /// A file in the journal's folder belongs to another store.
    public static Problem journalForeign(Path folder, String reason) {
        return held(
                "GOVERNANCE_JOURNAL_FOREIGN",
                "The journal in " + folder + " does not belong to its store",
                reason + ". Spend would be charged to the wrong keys.",
                "Bring store and journal back from the same backup",
                "If its spend does not matter, put it aside: mv " + quoted(folder) + " "
                        + quoted(folder.resolveSibling("journal.old")));
    }

    /// A record in the middle of the journal is damaged.
    public static Problem journalDamaged(Path folder, String reason) {
        return host(
                "GOVERNANCE_JOURNAL_DAMAGED",
                "The journal in " + folder + " is damaged",
                reason + ". What was spent since the store was last written may be incomplete.",
                "See whether the disk reports errors: dmesg | tail",
                "If a few seconds of spend do not matter, put it aside: mv " + quoted(folder) + " "
                        + quoted(folder.resolveSibling("journal.damaged")));
    }

    /// The journal cannot be written.
    public static Problem journalNotWritten(Path folder, String reason) {
        return host(
                "GOVERNANCE_JOURNAL_NOT_WRITTEN",
                "Spend cannot be recorded in " + folder,
                "The system says: " + reason + ". Until it can, no request is let through.",
                "See how much room is left: df -h " + quoted(folder),
                "See who owns it: ls -ld " + quoted(folder));
    }

    private static Path folder(Path file) {
        return Objects.requireNonNullElse(file.getParent(), file);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.contains(" ") ? "'" + text + "'" : text;
    }

    private static Problem conflict(String code, String what, String why, String... fixes) {
        return problem(new ProblemCode(code, Kind.CONFLICT), what, why, fixes);
    }

    private static Problem host(String code, String what, String why, String... fixes) {
        return problem(new ProblemCode(code, Kind.UNAVAILABLE), what, why, fixes);
    }

    private static Problem held(String code, String what, String why, String... fixes) {
        return problem(new ProblemCode(code, Kind.CONFLICT, ExitCode.HOST), what, why, fixes);
    }

    private static Problem problem(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why, List.of(fixes));
    }
}
