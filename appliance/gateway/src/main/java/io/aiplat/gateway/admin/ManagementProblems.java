package io.aiplat.gateway.admin;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.SpellingSuggestion;
import java.util.List;

/// Problems of the management API: what can be wrong with a request to it.
/// What can be wrong with a question to the administration.
public final class ManagementProblems {
    private static final String SEE =
            "See what it takes: --help of the command, or GET " + ManagementApi.ROOT + "/openapi.json";

    private ManagementProblems() {}

    /// Nothing is at this address.
    public static Problem unknownAddress(String path) {
        return usage(
                "GATEWAY_ADMIN_UNKNOWN_ADDRESS",
                "There is nothing at " + ManagementApi.ROOT + path,
                "It is none of the addresses of the admin API.",
                "See which there are: GET " + ManagementApi.ROOT + "/openapi.json");
    }

    /// The address is there and does not know this method.
    public static Problem wrongMethod(String method, String path, List<String> methods) {
        return usage(
                "GATEWAY_ADMIN_WRONG_METHOD",
                "There is no " + method + " " + ManagementApi.ROOT + path,
                "This address knows " + String.join(", ", methods) + ".",
                SEE);
    }

    /// The body is not one JSON object.
    ///
    /// @param reason a sentence
    public static Problem notJson(String reason) {
        return usage("GATEWAY_ADMIN_NOT_JSON", "The body is not a JSON object", reason, SEE);
    }

    /// A field or a query parameter that means nothing here.
    ///
    /// @param known those that mean something
    public static Problem unknownField(String name, List<String> known) {
        String which = known.isEmpty() ? "None is taken here." : "Known are " + String.join(", ", known) + ".";
        String meant = SpellingSuggestion.to(name, known)
                .map(near -> "Did you mean '" + near + "'? ")
                .orElse("");
        return usage("GATEWAY_ADMIN_UNKNOWN_FIELD", "There is no field '" + name + "'", meant + which, SEE);
    }

    /// A value that cannot be.
    ///
    /// @param reason what can be
    public static Problem invalidValue(String name, String reason) {
        return usage(
                "GATEWAY_ADMIN_INVALID_VALUE", "The value of '" + name + "' cannot be used", sentence(reason), SEE);
    }

    /// A key that is made from a file at every start.
    public static Problem keyKept(String name) {
        return usage(
                "GATEWAY_ADMIN_KEY_KEPT",
                "The key " + name + " cannot be changed here",
                "Its token is in a file, from which the key is made anew at every start.",
                "Make another key for everyday use: aiplat keys create NAME",
                "Another token for an appliance's owner or admin: aiplat stop && aiplat keys rotate owner",
                "A key of gateway.yaml is changed there");
    }

    private static String sentence(String reason) {
        String text = Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }

    private static Problem usage(String code, String what, String why, String... fixes) {
        return new Problem(new ProblemCode(code, ExitCode.USAGE), what, why, List.of(fixes));
    }
}
