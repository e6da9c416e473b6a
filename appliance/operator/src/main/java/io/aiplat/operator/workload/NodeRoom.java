package io.aiplat.operator.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Room on nodes: how much each copy of a workload may request so that all of them are placed. Of a node that is what
/// it has allocatable less what other pods request, as the scheduler counts. Pure.
///
/// @param nodes empty where they may not be listed; then everything fits
/// @param pods  of all namespaces
public record NodeRoom(List<Node> nodes, List<Pod> pods) {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);
    private static final BigDecimal MIB = BigDecimal.valueOf(1L << 20);

    /// What a copy gets.
    ///
    /// @param resources null for none
    /// @param notes     what was made smaller and why, one sentence each
    public record Fit(@Nullable ResourceRequirements resources, List<String> notes) {
        public Fit {
            notes = List.copyOf(notes);
        }
    }

    /// Fits requests into the room there is.
    ///
    /// @param wanted   null for none
    /// @param replicas how many copies
    /// @param own      tells pods of the workload itself
    /// @param before   what its copies have now; it stays where it still fits, because copies are not replaced for
    ///     what a neighbour does
    public Fit fit(
            @Nullable ResourceRequirements wanted,
            int replicas,
            Predicate<Pod> own,
            @Nullable ResourceRequirements before) {
        if (wanted == null || replicas == 0 || nodes.isEmpty()) {
            return new Fit(wanted, List.of());
        }
        Map<String, Quantity> requests = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        for (String kind : List.of(CPU, MEMORY)) {
            Quantity asked = asked(wanted, kind);
            if (asked == null) {
                continue;
            }
            List<BigDecimal> spare = spare(kind, own);
            BigDecimal most = most(spare, replicas);
            if (asked.getNumericalAmount().compareTo(most) <= 0) {
                continue;
            }
            Quantity given = given(kind, asked, most, before, spare, replicas);
            requests.put(kind, given);
            notes.add("Each copy was to have " + asked + " of " + kind + "; the nodes have room for "
                    + (replicas == 1 ? "one" : replicas) + " with " + given + ", which is what is requested.");
        }
        if (requests.isEmpty()) {
            return new Fit(wanted, List.of());
        }
        Map<String, Quantity> all = new LinkedHashMap<>();
        if (wanted.getRequests() != null) {
            all.putAll(wanted.getRequests());
        }
        all.putAll(requests);
        return new Fit(new ResourceRequirementsBuilder(wanted).withRequests(all).build(), notes);
    }

    /// A limit without a request is one.
    private static @Nullable Quantity asked(@Nullable ResourceRequirements resources, String kind) {
        if (resources == null) {
            return null;
        }
        Quantity request =
                resources.getRequests() == null ? null : resources.getRequests().get(kind);
        return request != null || resources.getLimits() == null
                ? request
                : resources.getLimits().get(kind);
    }

    private static Quantity given(
            String kind,
            Quantity asked,
            BigDecimal most,
            @Nullable ResourceRequirements before,
            List<BigDecimal> spare,
            int replicas) {
        Quantity there = asked(before, kind);
        if (there != null) {
            BigDecimal amount = there.getNumericalAmount();
            boolean fits = amount.signum() > 0
                    && amount.compareTo(asked.getNumericalAmount()) < 0
                    && places(spare, amount) >= replicas
                    && amount.add(amount).compareTo(most) > 0;
            if (fits) {
                return there;
            }
        }
        return kind.equals(CPU)
                ? new Quantity(Long.toString(units(most.multiply(MILLI))), "m")
                : new Quantity(Long.toString(units(most.divide(MIB, RoundingMode.DOWN))), "Mi");
    }

    /// At least one, for nothing can be made smaller for ever.
    private static long units(BigDecimal amount) {
        return Math.max(1, amount.setScale(0, RoundingMode.DOWN).longValue());
    }

    /// The largest request with which all copies are placed: some node is full then, by a whole number of them.
    private static BigDecimal most(List<BigDecimal> spare, int replicas) {
        return spare.stream()
                .flatMap(node -> Stream.iterate(1, each -> each <= replicas, each -> each + 1)
                        .map(each -> node.divide(BigDecimal.valueOf(each), 3, RoundingMode.DOWN)))
                .filter(request -> request.signum() > 0 && places(spare, request) >= replicas)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
    }

    private static long places(List<BigDecimal> spare, BigDecimal request) {
        return spare.stream()
                .filter(node -> node.signum() > 0)
                .mapToLong(node -> node.divideToIntegralValue(request).longValue())
                .sum();
    }

    private List<BigDecimal> spare(String kind, Predicate<Pod> own) {
        return nodes.stream()
                .filter(node -> node.getSpec() == null
                        || !Boolean.TRUE.equals(node.getSpec().getUnschedulable()))
                .map(node -> amount(node.getStatus().getAllocatable(), kind)
                        .subtract(requested(node.getMetadata().getName(), kind, own)))
                .toList();
    }

    private BigDecimal requested(String node, String kind, Predicate<Pod> own) {
        return pods.stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()) && !own.test(pod))
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(Container::getResources)
                .filter(Objects::nonNull)
                .map(resources -> amount(resources.getRequests(), kind))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(@Nullable Map<String, Quantity> amounts, String kind) {
        Quantity amount = amounts == null ? null : amounts.get(kind);
        return amount == null ? BigDecimal.ZERO : amount.getNumericalAmount();
    }
}
