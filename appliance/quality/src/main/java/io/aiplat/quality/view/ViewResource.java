package io.aiplat.quality.view;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.ApplianceException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/views`: what is to be seen of what is measured, and how it is asked for.
public final class ViewResource implements ManagementResource {
    private static final ObjectType<ViewPanel.Query> QUERY = ObjectType.<ViewPanel.Query>named("ViewQuery")
            .field("expression", JsonType.text().described("Of PromQL."), ViewPanel.Query::expression)
            .field(
                    "legend",
                    JsonType.text()
                            .described("Name of each series, with labels as `{{team}}`; empty for all of its labels."),
                    ViewPanel.Query::legend)
            .field(
                    "instant",
                    JsonType.flag().described("Whether the last value alone is wanted."),
                    ViewPanel.Query::instant)
            .build();

    private static final ObjectType<ViewPanel.Threshold> THRESHOLD = ObjectType.<ViewPanel.Threshold>named(
                    "ViewThreshold")
            .optional(
                    "from",
                    JsonType.number().described("None for all that is below the others."),
                    ViewPanel.Threshold::from)
            .field(
                    "level",
                    JsonType.oneOf(words(ViewPanel.Level.values(), ViewPanel.Level::word)),
                    threshold -> threshold.level().word())
            .build();

    private static final ObjectType<ViewPanel> PANEL = ObjectType.<ViewPanel>named("ViewPanel")
            .field(
                    "kind",
                    JsonType.oneOf(words(ViewPanel.Kind.values(), ViewPanel.Kind::word)),
                    panel -> panel.kind().word())
            .field("title", JsonType.text(), ViewPanel::title)
            .field("description", JsonType.text().described("Empty for none."), ViewPanel::description)
            .field(
                    "unit",
                    JsonType.text().described("In Grafana's words, such as `percentunit`; empty for a bare number."),
                    ViewPanel::unit)
            .optional("decimals", JsonType.whole(), ViewPanel::decimals)
            .optional("least", JsonType.number().described("Where its scale begins."), ViewPanel::least)
            .optional("most", JsonType.number().described("Where its scale ends."), ViewPanel::most)
            .field("width", JsonType.whole(1, 24).described("Of 24."), ViewPanel::width)
            .field(
                    "thresholds",
                    JsonType.listOf(THRESHOLD.type()).described("From below to above."),
                    panel -> panel.thresholds().stream().map(THRESHOLD::json).toList())
            .field(
                    "queries",
                    JsonType.listOf(QUERY.type()),
                    panel -> panel.queries().stream().map(QUERY::json).toList())
            .build();

    private static final ObjectType<View> SHORT = ObjectType.<View>named("ViewSummary")
            .field("name", JsonType.text(), View::name)
            .field("title", JsonType.text(), View::title)
            .field("description", JsonType.text().described("Empty for none."), View::description)
            .build();

    private static final ObjectType<View> VIEW = ObjectType.<View>named("View")
            .field("name", JsonType.text(), View::name)
            .field("title", JsonType.text(), View::title)
            .field("description", JsonType.text().described("Empty for none."), View::description)
            .field(
                    "minutes",
                    JsonType.whole().described("How far back it looks where nobody chooses."),
                    view -> view.shows().toMinutes())
            .field(
                    "panels",
                    JsonType.listOf(PANEL.type()).described("In their order."),
                    view -> view.panels().stream().map(PANEL::json).toList())
            .build();

    private final Supplier<List<View>> source;
    private volatile @Nullable SortedMap<String, View> views;

    /// The resource over views with names of their own.
    ///
    /// @param views read when they are first asked for
    public ViewResource(Supplier<List<View>> views) {
        this.source = views;
    }

    /// Who comes first reads them; two at once read the same.
    private SortedMap<String, View> views() {
        SortedMap<String, View> known = views;
        if (known != null) {
            return known;
        }
        SortedMap<String, View> read = new TreeMap<>();
        source.get().forEach(view -> read.put(view.name(), view));
        views = read;
        return read;
    }

    private static <E> List<String> words(E[] all, Function<E, String> word) {
        return Arrays.stream(all).map(word).toList();
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                ManagementOperation.of("GET", "/views", PrincipalRole.ADMIN)
                        .as("listViews", "The views there are, by name.")
                        .answering(ObjectType.list("Views", SHORT), _ -> List.copyOf(views().values())),
                ManagementOperation.of("GET", "/views/{name}", PrincipalRole.ADMIN)
                        .as("showView", "A view: its panels, and what each of them asks for.")
                        .failing(404)
                        .answering(VIEW, call -> view(call.name())));
    }

    private View view(String name) {
        View view = views().get(name);
        if (view == null) {
            throw new ApplianceException(ViewProblems.unknown(name, List.copyOf(views().keySet())));
        }
        return view;
    }
}
