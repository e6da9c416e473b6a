package io.aiplat.cluster.delivery;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// Problems with objects that people bring to a cluster.
public final class DeliveryProblems {
    private DeliveryProblems() {}

    /// A kind that the cluster does not have.
    ///
    /// @param object as people know it
    /// @param kind   with its group and version
    public static Problem kindUnknown(String object, String kind) {
        return new Problem(
                new ProblemCode("DELIVERY_KIND_UNKNOWN", Kind.NOT_FOUND),
                "The cluster does not know what a " + kind + " is, and " + object + " is one",
                "Neither Kubernetes nor a definition that is there or delivered along has this kind. Those of aiplat's own"
                        + " operator come with the appliance, some seconds after it has started.",
                List.of(
                        "See whether the appliance runs: aiplat status",
                        "If it is of another operator, install that first",
                        "See what there is: aiplat kubectl api-resources"));
    }

    /// Fields that somebody else has set.
    ///
    /// @param object  as people know it
    /// @param details what the cluster says of who and which
    public static Problem fieldsOfAnother(String object, String details) {
        return new Problem(
                new ProblemCode("DELIVERY_FIELDS_OF_ANOTHER", Kind.CONFLICT),
                "Others have set fields of " + object + " that would change",
                details,
                List.of(
                        "See what would change: aiplat diff, with the same options",
                        "Leave these fields out, if they are somebody else's to set",
                        "Or take them over: aiplat deploy --force-conflicts, with the same options"));
    }

    /// What did not become ready in time.
    ///
    /// @param reasons one sentence for each object
    public static Problem notReady(List<String> reasons) {
        return new Problem(
                new ProblemCode("DELIVERY_NOT_READY", Kind.TIMEOUT),
                "Not all that was applied became ready in time",
                String.join("\n", reasons),
                List.of(
                        "Look at it, and go on waiting by doing the same again: aiplat deploy, with the same options",
                        "Wait longer: aiplat deploy --set waits.workload=30m, with the same options"));
    }

    /// What will not become ready by itself.
    ///
    /// @param object as people know it
    public static Problem failed(String object, String reason) {
        return new Problem(
                new ProblemCode("DELIVERY_FAILED", Kind.FAILED),
                object + " was applied and failed",
                reason,
                List.of(
                        "See what the cluster says of it: aiplat kubectl describe",
                        "Mend it, and do the same again: aiplat deploy, with the same options"));
    }

    /// A delivery that nobody has made.
    public static Problem unknown(String name, List<String> there) {
        return new Problem(
                new ProblemCode("DELIVERY_UNKNOWN", Kind.NOT_FOUND),
                "There is no delivery " + name + " in the cluster",
                there.isEmpty() ? "Nothing was delivered to it." : "There are: " + String.join(", ", there) + ".",
                List.of("Name one of those: aiplat deploy --remove --name NAME"));
    }

    /// An object that two deliveries have.
    ///
    /// @param object as people know it
    /// @param other  name of the other delivery
    public static Problem ofAnotherDelivery(String object, String other) {
        return new Problem(
                new ProblemCode("DELIVERY_OF_ANOTHER", Kind.CONFLICT),
                object + " belongs to the delivery " + other,
                "Its annotation " + Delivery.MARK
                        + " says so. Each of two deliveries would undo what the other one does.",
                List.of(
                        "If it is the same under another name: aiplat deploy --name " + other
                                + ", with the same options",
                        "Take it out of one of the two",
                        "Or take it over: aiplat deploy --force-conflicts, with the same options"));
    }
}
