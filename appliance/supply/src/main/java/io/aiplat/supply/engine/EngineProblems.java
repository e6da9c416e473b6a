package io.aiplat.supply.engine;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can go wrong with engine packages.
public final class EngineProblems {
    private EngineProblems() {}

    private static ProblemCode step(String id, Kind kind) {
        return new ProblemCode(id, kind, ExitCode.STEP_FAILED);
    }

    /// An engine that is no package: it is in the JAR, in the cluster, or nowhere.
    public static Problem nameUnknown(String name) {
        return new Problem(
                new ProblemCode("ENGINES_NAME_UNKNOWN", Kind.NOT_FOUND),
                "There is no engine package " + name,
                "The engine that is installed as a package is llamacpp. The one named embedded is in the JAR, and Ollama"
                        + " comes from its own makers.",
                List.of("aiplat engines install llamacpp", "See what there is: aiplat engines list"));
    }

    /// A package that is not installed.
    ///
    /// @param id as it was typed
    /// @param there those that are, separated by commas; empty for none
    public static Problem notInstalled(String id, String there) {
        return new Problem(
                new ProblemCode("ENGINES_NOT_INSTALLED", Kind.NOT_FOUND),
                "There is no engine " + id + " here",
                there.isEmpty() ? "None is installed in this home." : "Installed are: " + there + ".",
                List.of("See what there is: aiplat engines list"));
    }

    /// No pinned release for this machine.
    ///
    /// @param there what there is for it, separated by commas; empty for nothing
    public static Problem noRelease(String wanted, String platform, String there) {
        return new Problem(
                new ProblemCode("ENGINES_NO_RELEASE", Kind.NOT_FOUND),
                "No release of " + wanted + " for " + platform + " is pinned in this aiplat",
                there.isEmpty() ? "There is none for this platform." : "For this platform there are: " + there + ".",
                List.of(
                        "Build it, and install the folder: aiplat engines install llamacpp --from FOLDER",
                        "Give an archive or its address: --from ADDRESS --sha256 DIGEST"));
    }

    /// An address without a checksum.
    public static Problem checksumWanted(String address) {
        return new Problem(
                new ProblemCode("ENGINES_CHECKSUM_WANTED", Kind.INVALID),
                "Nobody says which bytes " + address + " should have",
                "A program from the network is run with your rights, so it is taken only with its SHA-256, which comes"
                        + " from another place than the program.",
                List.of("Give it: --sha256 DIGEST, as the release's page states it"));
    }

    /// An address that is none, or a server that does not have it.
    public static Problem notFetched(String address, String why) {
        return new Problem(
                step("ENGINES_NOT_FETCHED", Kind.UNAVAILABLE),
                "The engine cannot be fetched from " + address,
                why,
                List.of(
                        "See what the server says: curl -IL " + address,
                        "Behind a proxy or with a certificate authority of your own, set `network` in aiplat.yaml",
                        "Fetch it on another machine, and install the file: --from FILE"));
    }

    /// An installation that was stopped from outside.
    public static Problem interrupted(String engine) {
        return new Problem(
                new ProblemCode("ENGINES_INTERRUPTED", Kind.INTERRUPTED),
                "The engine " + engine + " was not installed",
                "It was interrupted. What was downloaded by then is kept, and not fetched again.",
                List.of("Go on: the same command again", "See what is used instead: aiplat engines list"));
    }

    /// Bytes that are not the expected ones.
    public static Problem checksumWrong(String archive, String expected, String found) {
        return new Problem(
                step("ENGINES_CHECKSUM_WRONG", Kind.INVALID),
                "The bytes of " + archive + " are not the expected ones",
                "Their SHA-256 is " + found + " and should be " + expected + ". Nothing was installed.",
                List.of("Fetch it again", "Compare the digest with that on the release's page"));
    }

    /// Something that is no engine: no archive, no folder, nothing in it to start, or an archive that would write
    /// elsewhere.
    ///
    /// @param why a full sentence
    public static Problem notAPackage(String what, String why) {
        return new Problem(
                step("ENGINES_NOT_A_PACKAGE", Kind.INVALID),
                "There is no engine to install in " + what,
                why,
                List.of(
                        "Give a folder with the program llama-server in it, or that program itself",
                        "Or an archive of a release: a .tar.gz or a .zip"));
    }

    /// A program that does not start here.
    ///
    /// @param said what it or the system said
    public static Problem doesNotStart(String program, String said) {
        return new Problem(
                step("ENGINES_DOES_NOT_START", Kind.UNAVAILABLE),
                "The engine does not start on this machine: " + program,
                said,
                List.of(
                        "A version such as GLIBC_2.38 that is not found means that it was built for a newer system",
                        "A shared library that cannot be opened can be installed, or the build for cpu needs it not:"
                                + " --accelerator cpu",
                        "Build it on this machine, and install the folder: aiplat engines install llamacpp --from"
                                + " FOLDER"));
    }

    /// A package whose programs run.
    ///
    /// @param pids of the processes, separated by commas
    public static Problem inUse(String id, String pids) {
        return new Problem(
                new ProblemCode("ENGINES_IN_USE", Kind.CONFLICT),
                "The engine " + id + " runs and was not removed",
                "Programs of it are running: process " + pids + ".",
                List.of(
                        "Stop the appliance, and with it what runs models: aiplat stop",
                        "Choose another for the models that are loaded from now on: aiplat engines use ID"));
    }

    /// A folder that cannot be read or written.
    public static Problem notStored(String id, String why) {
        return new Problem(
                step("ENGINES_NOT_STORED", Kind.FAILED),
                "The engine " + id + " cannot be stored",
                why,
                List.of(
                        "See whether the disk is full: df -h",
                        "See whose the folder is: ls -ld the folder named above"));
    }

    /// Too little room.
    public static Problem diskShort(String id, long needed, long free) {
        return new Problem(
                new ProblemCode("ENGINES_DISK_SHORT", Kind.UNAVAILABLE),
                "The engine " + id + " does not fit on the disk",
                "It takes up to " + (needed >> 20) + " MiB and " + (free >> 20) + " MiB are free. Nothing was changed.",
                List.of("See what takes the room: df -h", "Remove an engine that is not used: aiplat engines rm ID"));
    }
}
