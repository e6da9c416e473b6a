package io.aiplat.provisioning.plan;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.model.catalog.ImageReference;
import java.util.List;

/// What can make a plan impossible.
public final class PlanProblems {
    private PlanProblems() {}

    /// Something else bears the cluster's name.
    ///
    /// @param what what it is, as `container aiplat`
    public static Problem clusterNotOurs(String name, String what) {
        return new Problem(
                new ProblemCode("PLAN_CLUSTER_NOT_OURS", Kind.CONFLICT, ExitCode.HOST),
                "A cluster named " + name + " is there and this home did not make it",
                "There is the " + what + " without the label of this home. aiplat touches only what it made itself.",
                List.of(
                        "Use another name: aiplat up --name " + name + "2",
                        "Or point AIPLAT_HOME at the home that made it",
                        "Or remove it yourself, if nobody needs it"));
    }

    /// The wanted namespace of a cluster that was there before is not this home's.
    ///
    /// @param what what it is, as `namespace aiplat`
    public static Problem namespaceNotOurs(String what) {
        return new Problem(
                new ProblemCode("PLAN_NAMESPACE_NOT_OURS", Kind.CONFLICT, ExitCode.HOST),
                "There is already a " + what + " and this home did not make it",
                "It carries no label of this home, and nobody named it; aiplat uses no namespace that it was not"
                        + " given.",
                List.of(
                        "Have another one made: aiplat up --namespace aiplat2",
                        "Or give it one; what is in it is left alone: aiplat up --namespace NAME",
                        "Or point AIPLAT_HOME at the home that made it"));
    }

    /// An image is neither here nor at its registry.
    ///
    /// @param reason what the registry said
    public static Problem imageMissing(ImageReference image, String reason) {
        return new Problem(
                new ProblemCode("PLAN_IMAGE_MISSING", Kind.NOT_FOUND, ExitCode.HOST),
                "Image " + image.nameAndTag() + " is not on this machine and cannot be pulled",
                reason,
                List.of(
                        "Load it from a file: docker load -i image.tar",
                        "Take it from another registry: in aiplat.yaml, images: {" + image.repository()
                                + ": my.registry/" + image.repository() + "}",
                        "Behind a proxy? Set network.https-proxy, and network.ca-file for its certificate",
                        "Do without Kubernetes: aiplat up --cluster none"));
    }

    /// A bundle was named that this aiplat does not have.
    ///
    /// @param by    the bundle that needs it; empty where a person named it
    /// @param known the names of those there are
    public static Problem bundleUnknown(String name, String by, List<String> known) {
        String first = SpellingSuggestion.to(name, known).orElse(known.isEmpty() ? "NAME" : known.getFirst());
        return new Problem(
                new ProblemCode("PLAN_BUNDLE_UNKNOWN", Kind.NOT_FOUND, ExitCode.SETTINGS),
                "There is no bundle " + name,
                (by.isEmpty() ? "" : "Bundle " + by + " needs it. ") + "Bundles of this aiplat: "
                        + String.join(", ", known) + SpellingSuggestion.hint(name, known),
                by.isEmpty()
                        ? List.of(
                                "Name one of them: aiplat up --with " + first,
                                "Take it out of `bundles` in aiplat.yaml, or: aiplat settings unset bundles")
                        : List.of("Take it out of `needs` in bundles/" + by + "/bundle.yaml, or add its folder"));
    }

    /// Bundles that need one another: none of them could be the first.
    ///
    /// @param circle names in the order in which each needs the next; the last is the first again
    public static Problem bundlesInCircle(List<String> circle) {
        return new Problem(
                new ProblemCode("PLAN_BUNDLES_IN_CIRCLE", Kind.MISCONFIGURED),
                "Bundles need one another: " + String.join(" needs ", circle),
                "A bundle is installed when what it needs is available, and here each would wait for the others.",
                List.of("Take the circle out of `needs` in one of their files bundle.yaml"));
    }

    /// The database of gateway pods is not said in a way that could be used.
    ///
    /// @param why a full sentence, without the address
    public static Problem databaseUnusable(String why) {
        return new Problem(
                new ProblemCode("PLAN_DATABASE_UNUSABLE", Kind.MISCONFIGURED, ExitCode.SETTINGS),
                "The database that gateway pods share cannot be used as it is set",
                why,
                List.of(
                        "Name its address, best from a file that only you may read:"
                                + " aiplat up --set 'database.url=${file:/path/to/file}'",
                        "Or a secret of the namespace whose entry url has it: aiplat up --set database.secret=NAME",
                        "Or neither, so that each gateway keeps its own: aiplat settings unset database.url"));
    }

    /// Bundles were named, and there is to be no cluster to put them into.
    public static Problem bundlesNeedCluster(List<String> names) {
        return new Problem(
                new ProblemCode("PLAN_BUNDLES_NEED_CLUSTER", Kind.CONFLICT, ExitCode.SETTINGS),
                "Without a cluster there are no bundles: " + String.join(", ", names),
                "cluster.kind is none, and a bundle is installed in Kubernetes.",
                List.of(
                        "Have a cluster made: aiplat up --cluster docker",
                        "Or use one that is there: aiplat up --cluster existing",
                        "Or do without them: aiplat up --set bundles="));
    }

    /// A bundle that has to have a namespace of its own was named for a cluster that was there before.
    public static Problem bundleNeedsOurCluster(String bundle) {
        return new Problem(
                new ProblemCode("PLAN_BUNDLE_NEEDS_OUR_CLUSTER", Kind.CONFLICT, ExitCode.SETTINGS),
                "Bundle " + bundle + " is for a cluster that aiplat makes",
                "It needs a namespace with fewer limits, and aiplat makes none but the one it was given in a cluster"
                        + " that was there before.",
                List.of(
                        "Do without it: aiplat settings unset bundles",
                        "Or have a cluster made: aiplat up --cluster docker"));
    }

    /// `ollama` was asked for by name, without a cluster, and there is none.
    public static Problem ollamaMissing() {
        return new Problem(
                new ProblemCode("PLAN_OLLAMA_MISSING", Kind.NOT_FOUND, ExitCode.HOST),
                "No Ollama on this machine",
                "models.engine is ollama and there is no cluster to run it in; nothing answers and no ollama"
                        + " program is on the PATH.",
                List.of(
                        "Install Ollama: https://ollama.com/download",
                        "Name another address: aiplat up --set models.url=http://host:11434",
                        "Use what is built in: aiplat up --engine embedded"));
    }
}
