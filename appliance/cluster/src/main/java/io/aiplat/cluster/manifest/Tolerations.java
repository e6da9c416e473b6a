package io.aiplat.cluster.manifest;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Objects;

/// Taints and tolerations, in the form that kubectl has for taints: `key=value:Effect`; pure.
public final class Tolerations {
    private static final String ANY = "*";

    private Tolerations() {}

    /// Reads one: `key=value:Effect`, `key:Effect`, `key=value`, `key`, or `*` for whatever there is.
    public static Toleration parse(String text) {
        int colon = text.lastIndexOf(':');
        String effect = colon < 0 ? null : text.substring(colon + 1);
        String taint = colon < 0 ? text : text.substring(0, colon);
        int equals = taint.indexOf('=');
        TolerationBuilder toleration = new TolerationBuilder().withEffect(effect);
        if (taint.equals(ANY)) {
            return toleration.withOperator("Exists").build();
        }
        return equals < 0
                ? toleration.withKey(taint).withOperator("Exists").build()
                : toleration
                        .withKey(taint.substring(0, equals))
                        .withOperator("Equal")
                        .withValue(taint.substring(equals + 1))
                        .build();
    }

    /// Whether a pod with these is kept from a node by a taint.
    public static boolean keptOff(Taint taint, List<Toleration> tolerations) {
        return !"PreferNoSchedule".equals(taint.getEffect())
                && tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect =
                toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
        boolean key = toleration.getKey() == null || toleration.getKey().equals(taint.getKey());
        boolean value = "Exists".equals(toleration.getOperator())
                || Objects.equals(toleration.getValue(), Objects.requireNonNullElse(taint.getValue(), ""));
        return effect && key && value;
    }
}
