package io.aiplat.provisioning.settings;

import io.aiplat.config.CommaList;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.model.Exposure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Every setting of how gateways in a cluster are reached from outside of it.
public final class ExposureSettings {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")+");
    private static final Pattern ISSUER =
            Pattern.compile("(ClusterIssuer|Issuer)/[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern ANNOTATION = Pattern.compile("[-._a-zA-Z0-9]+(/[-._a-zA-Z0-9]+)?=.*");
    private static final int LONGEST_HOST = 253;

    private static final ValueForm<String> HOST_NAME =
            new ScalarForm<>("a host name with a dot, in small letters, as ai.example.org", (text, _) -> {
                check(HOST.matcher(text).matches() && text.length() <= LONGEST_HOST, "is no such name.");
                return text;
            });
    private static final ValueForm<String> ISSUER_NAME =
            new ScalarForm<>("an issuer as ClusterIssuer/letsencrypt or Issuer/company", (text, _) -> {
                check(ISSUER.matcher(text).matches(), "is no issuer.");
                return text;
            });
    private static final ValueForm<List<String>> ANNOTATION_LIST = new CommaList(
            "annotations as key=value, as a list or separated by commas",
            item -> ANNOTATION.matcher(item).matches());

    private static final Setting<Exposure.Way> EXPOSE = new Setting<>(
            "expose",
            ScalarForms.choice(Exposure.Way.class, way -> way.name().toLowerCase(Locale.ROOT)),
            "none",
            "How the gateways of the bundle aiplat are reached from outside of their cluster. `ingress` is an Ingress"
                    + " with TLS, in a cluster that has a controller for it; keys are needed there as everywhere.");
    private static final Setting<String> HOST_SETTING = new Setting<>(
            "ingress.host", HOST_NAME, null, "Name that clients ask for. Its DNS entry is yours to make.");
    private static final Setting<String> CLASS = new Setting<>(
            "ingress.class", SettingForms.text(), null, "An IngressClass; not set means the cluster's default.");
    private static final Setting<String> ISSUER_SETTING = new Setting<>(
            "ingress.issuer",
            ISSUER_NAME,
            null,
            "An issuer of cert-manager, which makes and renews the certificate. Not set means an authority of this home,"
                    + " which clients have to be told to trust.");
    private static final Setting<List<String>> ANNOTATIONS = new Setting<>(
            "ingress.annotations", ANNOTATION_LIST, "", "Annotations of the Ingress besides those aiplat puts there.");
    private static final Setting<Boolean> ADMIN = new Setting<>(
            "ingress.admin",
            ScalarForms.YES_NO,
            "false",
            "Whether the ingress leads to everything that a gateway answers, its admin API included, and not to `/v1`"
                    + " alone.");

    /// The section.
    public static final SettingSection<Exposure> SECTION = new SettingSection<>(
            List.of(EXPOSE, HOST_SETTING, CLASS, ISSUER_SETTING, ANNOTATIONS, ADMIN), ExposureSettings::exposure);

    private ExposureSettings() {}

    private static Exposure exposure(SettingValues values) {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (String annotation : values.of(ANNOTATIONS)) {
            int equals = annotation.indexOf('=');
            annotations.put(annotation.substring(0, equals), annotation.substring(equals + 1));
        }
        return new Exposure(
                values.of(EXPOSE),
                Objects.requireNonNullElse(values.optional(HOST_SETTING), ""),
                values.optional(CLASS),
                values.optional(ISSUER_SETTING),
                annotations,
                values.of(ADMIN));
    }

    private static void check(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }
}
