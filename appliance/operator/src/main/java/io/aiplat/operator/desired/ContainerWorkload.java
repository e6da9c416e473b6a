package io.aiplat.operator.desired;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Container workload: copies of one container that answer on one port, in the namespace of their resource.
///
/// @param name        of the Deployment and its Service
/// @param container   that each copy runs
/// @param replicas    copies; at the start where they are scaled
/// @param scaling     bounds between which their number follows what is measured; null for a fixed number
/// @param fits        whether requests larger than what the nodes have left are made smaller
/// @param scrape      how often its metrics are read, such as `30s`; null for never
/// @param owner       what the cluster deletes it with
/// @param brought     secrets that other operators are to bring for it
/// @param identity    annotations of its service account; empty for the namespace's usual account
public record ContainerWorkload(
        String name,
        Container container,
        int replicas,
        @Nullable Scaling scaling,
        boolean fits,
        @Nullable String scrape,
        OwnerReference owner,
        List<WantedSecret> brought,
        Map<String, String> identity)
        implements DesiredState {
    public ContainerWorkload {
        brought = List.copyOf(brought);
        // By name: the same each time.
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
    }

    /// One of the usual account, whose secrets are there.
    public ContainerWorkload(
            String name,
            Container container,
            int replicas,
            @Nullable Scaling scaling,
            boolean fits,
            @Nullable String scrape,
            OwnerReference owner) {
        this(name, container, replicas, scaling, fits, scrape, owner, List.of(), Map.of());
    }

    /// The same, for which other operators bring secrets.
    public ContainerWorkload bringing(List<WantedSecret> secrets) {
        return new ContainerWorkload(name, container, replicas, scaling, fits, scrape, owner, secrets, identity);
    }

    /// The same with an account of its own.
    ///
    /// @param annotations of that account
    public ContainerWorkload identified(Map<String, String> annotations) {
        return new ContainerWorkload(name, container, replicas, scaling, fits, scrape, owner, brought, annotations);
    }

    /// A container.
    ///
    /// @param image        name of its image
    /// @param pullPolicy   `Always`, `IfNotPresent` or `Never`; null for what Kubernetes does by itself
    /// @param port         TCP port that it answers on
    /// @param resources    requests and limits; null for none
    /// @param security     what of the hardened security context is to be otherwise; null for nothing
    /// @param environment  variables
    /// @param secrets      names of secrets all of whose keys are variables
    /// @param nodeSelector labels that its node must have
    /// @param tolerations  taints that its node may have
    /// @param startup      how it is started
    public record Container(
            String image,
            @Nullable String pullPolicy,
            int port,
            @Nullable ResourceRequirements resources,
            @Nullable SecurityContext security,
            List<EnvVar> environment,
            List<String> secrets,
            Map<String, String> nodeSelector,
            List<Toleration> tolerations,
            Startup startup) {
        public Container {
            environment = List.copyOf(environment);
            secrets = List.copyOf(secrets);
            nodeSelector = Map.copyOf(nodeSelector);
            tolerations = List.copyOf(tolerations);
        }
    }

    /// How a container is started.
    ///
    /// @param command      program and what it is told first; empty for the one of the image
    /// @param args         what it is told besides; empty for what the image tells it
    /// @param scratch      paths that it may write to beside `/tmp`, and how much; `/dev/shm` is memory
    /// @param claims       by path, the volume claims of its namespace that it finds there; it writes to none
    /// @param health       path that answers when it can work; null for a port that answers
    /// @param patience     seconds that it may take until then
    /// @param runtimeClass of its pod; null for the usual
    public record Startup(
            List<String> command,
            List<String> args,
            Map<String, Quantity> scratch,
            Map<String, String> claims,
            @Nullable String health,
            int patience,
            @Nullable String runtimeClass) {
        /// As the image has it.
        public static final Startup PLAIN = new Startup(List.of(), List.of(), Map.of(), null, 0, null);

        public Startup {
            command = List.copyOf(command);
            args = List.copyOf(args);
            scratch = Map.copyOf(scratch);
            claims = Map.copyOf(claims);
        }

        /// One that finds no volumes.
        public Startup(
                List<String> command,
                List<String> args,
                Map<String, Quantity> scratch,
                @Nullable String health,
                int patience,
                @Nullable String runtimeClass) {
            this(command, args, scratch, Map.of(), health, patience, runtimeClass);
        }
    }

    /// Bounds of the number of copies.
    ///
    /// @param min      at least 0; 0 only for an inference server, which is started when somebody asks for it
    /// @param max      at least `min` and 1
    /// @param metrics  that it follows where the cluster measures them, as a HorizontalPodAutoscaler has them
    /// @param requests how that of an inference server follows what is asked of it, where the cluster does not
    public record Scaling(int min, int max, List<MetricSpec> metrics, ByRequests requests) {
        public Scaling {
            metrics = List.copyOf(metrics);
        }

        /// One of which nothing is said about requests.
        public Scaling(int min, int max, List<MetricSpec> metrics) {
            this(min, max, metrics, ByRequests.USUAL);
        }
    }

    /// Requests as the measure of a number of copies.
    ///
    /// @param target at once for each copy, at least 1
    /// @param idle   how long fewer copies have to do before there are fewer; zero or more
    public record ByRequests(int target, Duration idle) {
        /// As many as KubeAI has, and as long as a model of this machine stays loaded that nobody asks.
        public static final ByRequests USUAL = new ByRequests(100, Duration.ofMinutes(5));
    }

    /// Copies that there are to be at the start.
    public int initial() {
        return scaling == null ? replicas : Math.clamp(replicas, scaling.min, scaling.max);
    }
}
