package io.aiplat.supply.download;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can go wrong with fetching a blob.
public final class DownloadProblems {
    private DownloadProblems() {}

    /// A source broke off again and again, and nothing more came.
    ///
    /// @param what   is fetched, for people
    /// @param origin where it lies
    /// @param why    the last failure, without a full stop
    /// @param kept   bytes that need not be fetched again
    public static Problem brokenOff(String what, String origin, String why, long kept) {
        return new Problem(
                new ProblemCode("SUPPLY_DOWNLOAD_BROKEN_OFF", Kind.UNAVAILABLE),
                what + " could not be fetched to its end",
                origin + " broke off again and again: " + why + ". " + (kept >> 20) + " MiB are kept.",
                List.of(
                        "Try again; it goes on where it stopped",
                        "Check the network and the proxy (aiplat.yaml: network.proxy)"));
    }

    /// What was fetched twice is not what it should be.
    ///
    /// @param what     was fetched, for people
    /// @param origin   where it lies
    /// @param expected digest that the source had said
    /// @param found    digest of what came
    public static Problem damaged(String what, String origin, String expected, String found) {
        return new Problem(
                new ProblemCode("SUPPLY_DOWNLOAD_DAMAGED", Kind.INVALID, ExitCode.STEP_FAILED),
                what + " arrived damaged, twice",
                "The bytes of " + origin + " have the digest " + found + " and should have " + expected
                        + ". Nothing of them is kept.",
                List.of(
                        "Fetch it from another place, or tell whoever runs that one",
                        "See whether something between here and there changes what passes: a proxy, a virus scanner"));
    }
}
