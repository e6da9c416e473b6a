package io.aiplat.launcher.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aiplat.library.Library;
import io.aiplat.quality.view.GrafanaDashboard;
import io.aiplat.quality.view.View;
import io.aiplat.quality.view.ViewPanel;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// The dashboards of the bundle, as our own page shows them: all of them, and nothing of them left out.
class BundledViewsTest {
    @Test
    void everyDashboardIsAViewOfPanelsThatAreShown() {
        SortedMap<String, String> dashboards = new Library().dashboards();
        assertEquals(List.of("agents", "cost", "gateway", "resources", "slo"), List.copyOf(dashboards.keySet()));
        dashboards.forEach((name, json) -> {
            View view = GrafanaDashboard.read(name, json);
            assertFalse(view.title().isEmpty(), name);
            // The page's headings go one level deeper at a time.
            assertEquals(ViewPanel.Kind.ROW, view.panels().getFirst().kind(), name);
            for (ViewPanel panel : view.panels()) {
                assertEquals(panel.kind() == ViewPanel.Kind.ROW, panel.queries().isEmpty(), panel.title());
            }
        });
    }
}
