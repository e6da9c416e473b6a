package io.aiplat.store;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Problems with what is kept on disk.
public final class StoreProblems {
    private StoreProblems() {}

    /// The home cannot be made or written to.
    public static Problem homeNotWritable(Path home, String reason) {
        return host(
                "STORE_HOME_NOT_WRITABLE",
                "aiplat cannot write to its home " + home,
                "The system says: " + reason + ".",
                "Use another folder: AIPLAT_HOME=/path/to/folder aiplat up",
                "See who owns it: ls -ld " + quoted(home));
    }

    /// The folder holds something that aiplat did not make.
    public static Problem homeForeign(Path home, String found) {
        return held(
                "STORE_HOME_FOREIGN",
                "The folder " + home + " is not a home of aiplat",
                found + " aiplat neither fills nor deletes what it did not make.",
                "Use an empty folder: AIPLAT_HOME=/path/to/folder aiplat up");
    }

    /// Another user owns the home or something in it, or may write to it.
    ///
    /// @param path which
    public static Problem homeExposed(Path home, String found, Path path) {
        return host(
                "STORE_HOME_EXPOSED",
                "The home " + home + " is not closed to other users",
                found + ". Whoever may change it could read every key, or put their own in its place.",
                "Use a folder of your own: AIPLAT_HOME=/path/to/folder aiplat up",
                "If all that is in it is yours, close it: chown -R \"$(id -u)\" " + quoted(path) + " && chmod -R go-w "
                        + quoted(path));
    }

    /// Another process is changing the same home.
    static Problem locked(Path home, LockFile.@Nullable Holder holder) {
        String what = "Another aiplat is at work in " + home;
        return holder == null
                ? held("STORE_LOCKED", what, "It holds the lock and has not said more.", "Wait until it is done")
                : held(
                        "STORE_LOCKED",
                        what,
                        "Process %d (aiplat %s) has held the lock since %s."
                                .formatted(holder.pid(), holder.purpose(), holder.since()),
                        "Wait until it is done",
                        "Stop it; the next run goes on where it stopped: kill " + holder.pid());
    }

    /// The state was written by a newer aiplat.
    public static Problem stateNewer(Path file, int found, int known) {
        return host(
                "STORE_STATE_NEWER",
                "The state of this home was written by a newer aiplat",
                "%s has format %d, and this aiplat knows up to %d.".formatted(file, found, known),
                "Use the newer aiplat again; `aiplat version` tells which one this is",
                "Start anew with this one, in another home: AIPLAT_HOME=/path/to/folder aiplat up");
    }

    /// Another user's home, or a path that is none.
    ///
    /// @param file in it
    public static Problem homeUnreadable(Path file, String reason) {
        Path home = file.getParent();
        return host(
                "STORE_HOME_UNREADABLE",
                "The home " + home + " cannot be read",
                "The system says: " + reason + ".",
                "Name a home of your own: AIPLAT_HOME=/path/to/folder aiplat up",
                "See what it is, whose, and who you are: ls -ld " + quoted(home) + " && id -un");
    }

    /// The state cannot be understood.
    public static Problem stateBroken(Path file, String why) {
        return host(
                "STORE_STATE_BROKEN",
                "The state of this home cannot be read",
                file + ": " + why,
                "Bring the file back from a backup",
                "Start anew; a cluster made before then counts as another's: mv " + quoted(file) + " "
                        + quoted(file.resolveSibling("state.json.broken")));
    }

    /// Others can read the key and the file system does not let us change that.
    public static Problem keyExposed(Path file) {
        return host(
                "STORE_KEY_EXPOSED",
                "Others on this machine can read the key in " + file,
                "Its mode is not 0600 and the file system does not keep modes.",
                "Use a home on a file system that does: AIPLAT_HOME=/path/to/folder aiplat up");
    }

    /// What commands decided cannot be understood.
    public static Problem decisionsBroken(Path file, String why) {
        return host(
                "STORE_DECISIONS_BROKEN",
                "What was decided for this home cannot be read",
                file + ": " + why,
                "Correct the file, or bring it back from a backup",
                "Decide anew; look first what it says, the endpoint's port among it: mv " + quoted(file) + " "
                        + quoted(file.resolveSibling("decided.json.broken")));
    }

    /// The registry of models cannot be understood.
    public static Problem registryBroken(Path file, String why) {
        return host(
                "STORE_REGISTRY_BROKEN",
                "The registry of models cannot be read",
                file + ": " + why,
                "Correct the file, or bring it back from a backup",
                "Begin an empty one, in which every model is a candidate: mv " + quoted(file) + " "
                        + quoted(file.resolveSibling(file.getFileName() + ".broken")));
    }

    /// There is a key file without a key in it.
    public static Problem keyBroken(Path file) {
        return host(
                "STORE_KEY_BROKEN",
                "There is no key in " + file,
                "The file cannot be read, or what is in it does not have the form of a key.",
                "Have a new key made: rm " + quoted(file) + " && aiplat restart");
    }

    /// A file could not be written.
    public static Problem notWritten(Path file, String reason) {
        return host(
                "STORE_NOT_WRITTEN",
                "aiplat could not write " + file,
                "The system says: " + reason + ".",
                "See how much room is left: df -h " + quoted(file.getParent()),
                "See who owns it: ls -l " + quoted(file));
    }

    /// A file could not be read.
    public static Problem notRead(Path file, String reason) {
        return host(
                "STORE_NOT_READ",
                "aiplat could not read " + file,
                "The system says: " + reason + ".",
                "See who owns it: ls -l " + quoted(file));
    }

    /// A store could not be copied into a folder.
    public static Problem notCopied(Path store, Path folder, String reason) {
        return host(
                "STORE_NOT_COPIED",
                "aiplat could not copy " + store + " into " + folder,
                "The system says: " + reason + ".",
                "See how much room is left: df -h " + quoted(folder),
                "See who owns it: ls -ld " + quoted(folder));
    }

    /// A home could not be deleted.
    public static Problem notDeleted(Path home, String reason) {
        return host(
                "STORE_NOT_DELETED",
                "aiplat could not delete all of " + home,
                "The system says: " + reason + ".",
                "See what is left: ls -lR " + quoted(home),
                "Try again: aiplat down --purge");
    }

    /// What a person should read of a failure of the file system.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is there and is not a folder";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    // On a Mac the home has a space in its name.
    private static String quoted(@Nullable Path path) {
        String text = String.valueOf(path);
        return text.contains(" ") ? "'" + text + "'" : text;
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
