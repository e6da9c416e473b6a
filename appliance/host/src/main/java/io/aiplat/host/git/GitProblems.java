package io.aiplat.host.git;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// Problems with repositories of git.
public final class GitProblems {
    private GitProblems() {}

    /// The program is not on this machine.
    public static Problem missing() {
        return new Problem(
                new ProblemCode("HOST_GIT_MISSING", Kind.UNAVAILABLE),
                "There is no git program on this machine",
                "Repositories are read by git itself, so that everything it can reach and open can be had. None was found"
                        + " on the PATH.",
                List.of(
                        "Install it: apt-get install git, or dnf install git",
                        "Or keep a copy of the files in a folder of this machine, and name that as the source"));
    }

    /// The repository could not be read.
    ///
    /// @param address without a password
    /// @param said    by git
    public static Problem failed(String address, String said) {
        return new Problem(
                new ProblemCode("HOST_GIT_FAILED", Kind.UNAVAILABLE),
                "The repository " + address + " cannot be read",
                said,
                List.of(
                        "See whether this machine reaches it: git ls-remote " + address,
                        "If it is private, name what opens it: --token-file FILE, or --ssh-key FILE",
                        "If a proxy or a company's authority is between: set network.https-proxy and"
                                + " network.ca-file"));
    }

    /// There is no such branch, tag or commit.
    ///
    /// @param reference as `branch main`
    public static Problem noSuchRevision(String address, String reference) {
        return new Problem(
                new ProblemCode("HOST_GIT_NO_SUCH_REVISION", Kind.NOT_FOUND),
                "The repository " + address + " has no " + reference,
                "It answers, and names none like that. What was applied before stands.",
                List.of("See what it has: git ls-remote " + address));
    }

    /// It is larger than a source may be.
    ///
    /// @param what is too large, as a sentence
    public static Problem tooLarge(String address, String what) {
        return new Problem(
                new ProblemCode("HOST_GIT_TOO_LARGE", Kind.INVALID),
                "The repository " + address + " is too large for a source",
                what,
                List.of(
                        "Keep what the cluster shall have in a repository of its own, without models, images and data"));
    }
}
