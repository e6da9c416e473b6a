package io.aiplat.management;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.SpellingSuggestion;
import java.util.List;

/// Problems of the management API: what can be wrong with a request to it.
public final class ManagementProblems {
    private static final String SEE =
            "See what it takes: --help of the command, or GET " + ManagementApi.ROOT + "/openapi.json";

    private ManagementProblems() {}

    /// Nothing is at this address.
    public static Problem unknownAddress(String path) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_UNKNOWN_ADDRESS", Kind.NOT_FOUND),
                "There is nothing at " + ManagementApi.ROOT + path,
                "It is none of the addresses of the admin API.",
                "See which there are: GET " + ManagementApi.ROOT + "/openapi.json");
    }

    /// The address is there and does not know this method.
    public static Problem wrongMethod(String method, String path, List<String> methods) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_WRONG_METHOD", Kind.INVALID).answeredWith(405),
                "There is no " + method + " " + ManagementApi.ROOT + path,
                "This address knows " + String.join(", ", methods) + ".",
                SEE);
    }

    /// The body is not one JSON object.
    ///
    /// @param reason a sentence
    public static Problem notJson(String reason) {
        return invalid("GATEWAY_ADMIN_NOT_JSON", "The body is not a JSON object", reason, SEE);
    }

    /// A field or a query parameter that means nothing here.
    ///
    /// @param known those that mean something
    public static Problem unknownField(String name, List<String> known) {
        String which = known.isEmpty() ? "None is taken here." : "Known are " + String.join(", ", known) + ".";
        String meant = SpellingSuggestion.to(name, known)
                .map(near -> "Did you mean '" + near + "'? ")
                .orElse("");
        return invalid("GATEWAY_ADMIN_UNKNOWN_FIELD", "There is no field '" + name + "'", meant + which, SEE);
    }

    /// A value that cannot be.
    ///
    /// @param reason what can be
    public static Problem invalidValue(String name, String reason) {
        return invalid(
                "GATEWAY_ADMIN_INVALID_VALUE", "The value of '" + name + "' cannot be used", sentence(reason), SEE);
    }

    /// A key that is made from a file at every start.
    public static Problem keyKept(String name) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_KEY_KEPT", Kind.CONFLICT),
                "The key " + name + " cannot be changed here",
                "Its token is in a file, from which the key is made anew at every start.",
                "Make another key for everyday use: aiplat keys create NAME",
                "Another token for an appliance's owner or admin: aiplat stop && aiplat keys rotate owner",
                "A key of gateway.yaml is changed there");
    }

    /// A key that the key that asks may not make so, or not change.
    ///
    /// @param why a sentence
    public static Problem keyOutOfReach(String name, String why) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_KEY_OUT_OF_REACH", Kind.DENIED),
                "The key " + name + " is out of reach of the key that asks",
                why,
                "Ask an administrator: they may change every key",
                "Limits for all keys of a person stand at the user: aiplat users update NAME");
    }

    /// A role that goes with what the key does not have.
    ///
    /// @param reason what it goes with
    public static Problem roleUnowned(String reason) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_ROLE_UNOWNED", Kind.CONFLICT),
                "The key cannot have this role",
                sentence(reason),
                "Say whose it is: --team NAME or --user NAME of aiplat keys create and keys update");
    }

    /// A user who has keys of other teams, too.
    public static Problem userOfOthers(String name) {
        return problem(
                new ProblemCode("GATEWAY_ADMIN_USER_OF_OTHERS", Kind.DENIED),
                "The user " + name + " is not changed by this team alone",
                "They have keys of other teams, or of none, and their limits hold for all of these.",
                "Ask an administrator: they may change every user",
                "Limit the team's keys of this person instead: aiplat keys update NAME");
    }

    /// There is no job of that name.
    public static Problem noJob(String id) {
        return problem(
                new ProblemCode("MANAGEMENT_NO_JOB", Kind.NOT_FOUND, ExitCode.STEP_FAILED).answeredWith(404),
                "There is no job " + id,
                "It was never begun, or ended long ago, or the appliance was started again since.",
                "See which there are: GET " + ManagementApi.ROOT + "/jobs");
    }

    /// A job ended in a way nobody foresaw.
    ///
    /// @param kind what was done, as a word
    public static Problem jobFailed(String kind, String subject, String reason) {
        return problem(
                new ProblemCode("MANAGEMENT_JOB_FAILED", Kind.BUG),
                "The job " + kind + " of " + subject + " failed",
                "It ended with: " + reason + ".",
                "See more: aiplat logs",
                "Begin it again");
    }

    /// A job was cancelled, or the appliance was stopped during it.
    ///
    /// @param kind what was done, as a word
    public static Problem jobCancelled(String kind, String subject) {
        return problem(
                new ProblemCode("MANAGEMENT_JOB_CANCELLED", Kind.INTERRUPTED),
                "The job " + kind + " of " + subject + " was cancelled",
                "It was asked to stop, or the appliance was.",
                "Begin it again");
    }

    private static String sentence(String reason) {
        String text = Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }

    private static Problem invalid(String code, String what, String why, String... fixes) {
        return problem(new ProblemCode(code, Kind.INVALID), what, why, fixes);
    }

    private static Problem problem(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why, List.of(fixes));
    }
}
