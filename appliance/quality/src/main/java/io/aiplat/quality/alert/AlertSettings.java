package io.aiplat.quality.alert;

import io.aiplat.config.CommaList;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.model.Secret;
import io.aiplat.quality.alert.notice.EmailAccount;
import io.aiplat.quality.alert.notice.NoticePace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every setting of alerts.
public final class AlertSettings {
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Pattern SERVER =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(:([0-9]{1,5}))?");

    private static final Setting<List<String>> OFF = new Setting<>(
            "alerts.off",
            new CommaList("names of alert rules, as a list or separated by commas", item -> item.length() <= 256),
            "",
            "Alert rules that are switched off, those that come with aiplat included.");
    private static final Setting<Secret> WEBHOOK = new Setting<>(
            "alerts.webhook",
            // Of many services the address is all that one has to know.
            ScalarForms.SECRET,
            null,
            "http or https address that is told of alerts, in the form of Alertmanager's webhook.");
    private static final Setting<Secret> WEBHOOK_TOKEN = new Setting<>(
            "alerts.webhook-token", ScalarForms.SECRET, null, "Sent to the webhook as `Authorization: Bearer TOKEN`.");
    private static final Setting<List<String>> EMAIL_TO = new Setting<>(
            "alerts.email-to",
            new CommaList(
                    "addresses of e-mail, as a list or separated by commas",
                    item -> MAILBOX.matcher(item).matches()),
            "",
            "Addresses that are told of alerts.");
    private static final Setting<String> EMAIL_FROM = new Setting<>(
            "alerts.email-from", mailbox(), null, "Address of the sender; the first of those told where none is said.");
    private static final Setting<String> EMAIL_SERVER = new Setting<>(
            "alerts.email-server",
            new ScalarForm<>("a host as smtp.example.org or smtp.example.org:587", (text, _) -> {
                check(SERVER.matcher(text).matches(), "is no host of a server.");
                return text;
            }),
            null,
            "Server that takes the e-mail. The port is that of `alerts.email-security` where none is said.");
    private static final Setting<EmailAccount.Security> EMAIL_SECURITY = new Setting<>(
            "alerts.email-security",
            ScalarForms.choice(EmailAccount.Security.class, EmailAccount.Security::word),
            "starttls",
            "How the connection to it is encrypted: `starttls` (port 587), `tls` (465), or `none` (25), without a"
                    + " password.");
    private static final Setting<String> EMAIL_USER =
            new Setting<>("alerts.email-user", SettingForms.text(), null, "User at that server.");
    private static final Setting<Secret> EMAIL_PASSWORD =
            new Setting<>("alerts.email-password", ScalarForms.SECRET, null, "Password of the user.");
    private static final Setting<Boolean> DESKTOP = new Setting<>(
            "alerts.desktop",
            ScalarForms.YES_NO,
            "false",
            "Whether alerts are shown on the desktop, by notify-send. Linux only.");
    private static final Setting<Duration> UPDATE = new Setting<>(
            "alerts.update",
            SettingForms.time(),
            "1m",
            "At least so long between two messages about alerts of one name.");
    private static final Setting<Duration> REPEAT = new Setting<>(
            "alerts.repeat", SettingForms.time(), "4h", "After so long, alerts that still fire are told again.");

    /// The section.
    public static final SettingSection<AlertOptions> SECTION = new SettingSection<>(
            List.of(
                    OFF,
                    WEBHOOK,
                    WEBHOOK_TOKEN,
                    EMAIL_TO,
                    EMAIL_FROM,
                    EMAIL_SERVER,
                    EMAIL_SECURITY,
                    EMAIL_USER,
                    EMAIL_PASSWORD,
                    DESKTOP,
                    UPDATE,
                    REPEAT),
            values -> new AlertOptions(
                    values.of(OFF),
                    webhook(values),
                    values.optional(WEBHOOK_TOKEN),
                    email(values),
                    values.of(DESKTOP),
                    new NoticePace(values.of(UPDATE), values.of(REPEAT))));

    private AlertSettings() {}

    private static ValueForm<String> mailbox() {
        return new ScalarForm<>("an address of e-mail", (text, _) -> {
            check(MAILBOX.matcher(text).matches(), "is no address of e-mail.");
            return text;
        });
    }

    private static void check(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }

    private static @Nullable URI webhook(SettingValues values) {
        return values.stated(WEBHOOK.key())
                .map(raw -> values.read(raw, SettingForms.url()))
                .orElse(null);
    }

    private static @Nullable EmailAccount email(SettingValues values) {
        List<String> to = values.of(EMAIL_TO);
        String server = values.optional(EMAIL_SERVER);
        if (to.isEmpty() && server == null) {
            return null;
        }
        // What belongs together is refused where the first of it stands.
        String key = to.isEmpty() ? EMAIL_SERVER.key() : EMAIL_TO.key();
        EmailAccount.Security security = values.of(EMAIL_SECURITY);
        String user = values.optional(EMAIL_USER);
        Secret password = values.optional(EMAIL_PASSWORD);
        String from = values.optional(EMAIL_FROM);
        return values.stated(key)
                .map(raw -> values.read(raw, new JoinedSettings(() -> {
                    if (to.isEmpty() || server == null) {
                        throw new IllegalArgumentException("alerts.email-to and alerts.email-server belong"
                                + " together, and one of them is missing.");
                    }
                    Matcher m = SERVER.matcher(server);
                    check(m.matches(), server + " is no host.");
                    int port = m.group(4) == null ? security.port() : Integer.parseInt(m.group(4));
                    if (port < 1 || port > 65_535) {
                        throw new IllegalArgumentException("The port of alerts.email-server is not 1 to 65535.");
                    }
                    return new EmailAccount(
                            m.group(1), port, security, user, password, from == null ? to.getFirst() : from, to);
                })))
                .orElse(null);
    }
}
