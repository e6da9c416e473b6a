package io.aiplat.quality.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.Problem;
import io.aiplat.quality.alert.notice.ReceiverStatus;
import io.aiplat.quality.alert.rule.AlertTemplate;
import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.RuleStatus;
import io.aiplat.quality.alert.state.Silence;
import io.aiplat.quality.alert.state.SilenceMatcher;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `/alerts`: what is wrong, by which rules, who is told, and what nobody is told of.
public final class AlertResource implements ManagementResource {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_MATCHERS = 20;
    private static final int MOST_COMMENT = 500;

    private final AlertService service;
    private final ObjectType<ActiveAlert> alert;
    private final ObjectType<RuleStatus> rule;

    private static final ObjectType<Silence> SILENCE = ObjectType.<Silence>named("Silence")
            .field("id", JsonType.text(), Silence::id)
            .field(
                    "matchers",
                    JsonType.listOf(JsonType.text())
                            .described("As `alertname=\"AiplatUpstreamDown\"`; all have to match."),
                    silence -> silence.matchers().stream()
                            .map(SilenceMatcher::text)
                            .toList())
            .field("from", JsonType.moment(), Silence::from)
            .field("until", JsonType.moment(), Silence::until)
            .field("by", JsonType.text().described("Name of the key."), Silence::by)
            .field("comment", JsonType.text().described("Why; may be empty."), Silence::comment)
            .build();

    private static final ObjectType<ReceiverStatus> RECEIVER = ObjectType.<ReceiverStatus>named("AlertReceiver")
            .field("name", JsonType.oneOf(List.of("webhook", "email", "desktop")), ReceiverStatus::name)
            .field("target", JsonType.text().described("Without secrets."), ReceiverStatus::target)
            .field("sent", JsonType.whole().described("Messages since the start."), ReceiverStatus::sent)
            .field("failed", JsonType.whole().described("Attempts that failed."), ReceiverStatus::failed)
            .optional("last", JsonType.moment().described("When it took one last."), ReceiverStatus::last)
            .optional("trouble", JsonType.text().described("Why it does not take them now."), ReceiverStatus::trouble)
            .build();

    private static final ObjectType<Map.Entry<String, String>> OUTCOME = ObjectType.<Map.Entry<String, String>>named(
                    "AlertTest")
            .field("receiver", JsonType.text(), Map.Entry::getKey)
            .field("taken", JsonType.flag(), each -> each.getValue().isEmpty())
            .field("trouble", JsonType.text().described("Why not; empty where it was."), Map.Entry::getValue)
            .build();

    private record WantedSilence(List<SilenceMatcher> matchers, String until, String comment) {}

    private static final RequestType<WantedSilence> WANTED = RequestType.named("SilenceRequest")
            .needed(
                    "matchers",
                    JsonType.listOf(JsonType.text())
                            .described("As `severity=\"warning\"`, with =, !=, =~ or !~; all have to match."))
            .needed("until", JsonType.moment())
            .field("comment", JsonType.text().described("Why."))
            .required(AlertResource::wanted);

    /// The resource over a service.
    public AlertResource(AlertService service) {
        this.service = service;
        this.alert = alertType(service);
        this.rule = ruleType(alert);
    }

    private static ObjectType<ActiveAlert> alertType(AlertService service) {
        return ObjectType.<ActiveAlert>named("Alert")
                .field("name", JsonType.text().described("Of its rule."), ActiveAlert::name)
                .field(
                        "state",
                        JsonType.oneOf(List.of("pending", "firing", "resolved")),
                        each -> each.phase().word())
                .field("labels", JsonType.object(), each -> object(each.labels()))
                .field("annotations", JsonType.object(), each -> object(each.annotations()))
                .field(
                        "value",
                        JsonType.text().described("Of its expression, which may be NaN or infinite."),
                        each -> Double.toString(each.value()))
                .field("active", JsonType.moment().described("Since when."), ActiveAlert::activeAt)
                .optional("fired", JsonType.moment(), ActiveAlert::firedAt)
                .optional("resolved", JsonType.moment(), ActiveAlert::resolvedAt)
                .optional(
                        "silence",
                        JsonType.text().described("Id of the silence that covers it."),
                        each -> service.silence(each).map(Silence::id).orElse(null))
                .build();
    }

    private static ObjectType<RuleStatus> ruleType(ObjectType<ActiveAlert> alert) {
        return ObjectType.<RuleStatus>named("AlertRule")
                .field("name", JsonType.text(), each -> each.rule().name())
                .field("state", JsonType.oneOf(List.of("inactive", "pending", "firing")), RuleStatus::state)
                .field("file", JsonType.text(), RuleStatus::file)
                .field("group", JsonType.text(), RuleStatus::group)
                .field(
                        "expression",
                        JsonType.text().described("Of PromQL."),
                        each -> each.rule().expression())
                .field(
                        "interval_seconds",
                        JsonType.whole(),
                        each -> each.interval().toSeconds())
                .field(
                        "for_seconds",
                        JsonType.whole(),
                        each -> each.rule().holdFor().toSeconds())
                .field(
                        "keep_firing_for_seconds",
                        JsonType.whole(),
                        each -> each.rule().keepFiringFor().toSeconds())
                .field(
                        "labels",
                        JsonType.object(),
                        each -> templates(each.rule().labels()))
                .field(
                        "annotations",
                        JsonType.object(),
                        each -> templates(each.rule().annotations()))
                .optional("evaluated", JsonType.moment(), RuleStatus::evaluated)
                .optional("failure", JsonType.text().described("Why it could not be evaluated."), RuleStatus::failure)
                .field(
                        "alerts",
                        JsonType.listOf(alert.type()),
                        each -> each.alerts().stream().map(alert::json).toList())
                .build();
    }

    private static ObjectNode object(Map<String, String> texts) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        texts.forEach(object::put);
        return object;
    }

    private static ObjectNode templates(Map<String, AlertTemplate> texts) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        texts.forEach((name, text) -> object.put(name, text.text()));
        return object;
    }

    private record AllRules(List<RuleStatus> rules, List<Problem> problems) {}

    @Override
    public List<ManagementOperation> operations() {
        ObjectType<AllRules> rules = ObjectType.<AllRules>named("AlertRules")
                .field(
                        "data",
                        JsonType.listOf(rule.type()),
                        all -> all.rules().stream().map(rule::json).toList())
                .field(
                        "problems",
                        JsonType.listOf(JsonType.text())
                                .described("Of files that are wrong; what they said before holds."),
                        all -> all.problems().stream().map(Problem::why).toList())
                .build();
        return List.of(
                ManagementOperation.of("GET", "/alerts", PrincipalRole.ADMIN)
                        .as("listAlerts", "What is wrong, and what was so within the last quarter of an hour.")
                        .answering(ObjectType.list("Alerts", alert), _ -> service.alerts()),
                ManagementOperation.of("GET", "/alerts/rules", PrincipalRole.ADMIN)
                        .as("listAlertRules", "All alert rules.")
                        .answering(rules, _ -> new AllRules(service.rules(), service.problems())),
                ManagementOperation.of("GET", "/alerts/rules/{name}", PrincipalRole.ADMIN)
                        .as("showAlertRule", "The rules of a name with their alerts.")
                        .failing(404)
                        .answering(ObjectType.list("NamedAlertRules", rule), call -> service.rules(call.name())),
                ManagementOperation.of("GET", "/alerts/receivers", PrincipalRole.ADMIN)
                        .as("listAlertReceivers", "Who is told of alerts, and whether that works.")
                        .answering(ObjectType.list("AlertReceivers", RECEIVER), _ -> service.receivers()),
                ManagementOperation.of("POST", "/alerts/test", PrincipalRole.ADMIN)
                        .as("testAlertReceivers", "Sends each receiver a message that says it is a test, and waits.")
                        .failing(409)
                        .answering(
                                ObjectType.list("AlertTests", OUTCOME),
                                _ -> List.copyOf(service.test().entrySet())),
                ManagementOperation.of("GET", "/alerts/silences", PrincipalRole.ADMIN)
                        .as("listSilences", "What nobody is told of.")
                        .answering(ObjectType.list("Silences", SILENCE), _ -> service.silences()),
                ManagementOperation.of("POST", "/alerts/silences", PrincipalRole.ADMIN)
                        .as("silenceAlerts", "Tells nobody of some alerts for a while; they are shown as before.")
                        .taking(WANTED)
                        .answering(201, SILENCE, this::silence),
                ManagementOperation.of("DELETE", "/alerts/silences/{id}", PrincipalRole.ADMIN)
                        .as("endSilence", "Ends a silence.")
                        .failing(404)
                        .doing(call -> service.endSilence(call.name())));
    }

    private static WantedSilence wanted(ManagementBody body) {
        List<String> texts = body.texts("matchers");
        if (texts.isEmpty() || texts.size() > MOST_MATCHERS) {
            throw ManagementBody.invalid("matchers", "there are 1 to " + MOST_MATCHERS + " of them");
        }
        List<SilenceMatcher> matchers = ManagementBody.checked(
                "matchers", () -> texts.stream().map(SilenceMatcher::parse).toList());
        String comment = body.text("comment");
        if (comment != null && comment.length() > MOST_COMMENT) {
            throw ManagementBody.invalid("comment", "it has at most " + MOST_COMMENT + " characters");
        }
        return new WantedSilence(matchers, body.requiredText("until"), comment == null ? "" : comment);
    }

    private Silence silence(ManagementCall<WantedSilence> call) {
        WantedSilence wanted = call.request();
        Instant until = moment(wanted.until());
        return ManagementBody.checked(
                "matchers",
                () -> service.silence(wanted.matchers(), until, call.principal().name(), wanted.comment()));
    }

    private static Instant moment(String text) {
        try {
            Instant until = Instant.parse(text);
            Instant now = Instant.now();
            if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                throw ManagementBody.invalid("until", "it lies ahead, by a year at most");
            }
            return until;
        } catch (DateTimeException _) {
            throw ManagementBody.invalid("until", "it is a moment such as 2026-11-30T12:00:00Z, not " + text);
        }
    }
}
