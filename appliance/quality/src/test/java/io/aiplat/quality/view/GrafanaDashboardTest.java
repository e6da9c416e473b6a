package io.aiplat.quality.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.view.ViewPanel.Kind;
import io.aiplat.quality.view.ViewPanel.Level;
import io.aiplat.quality.view.ViewPanel.Query;
import io.aiplat.quality.view.ViewPanel.Threshold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrafanaDashboardTest {
    private static final String DASHBOARD = """
            {"title": "aiplat / Cost", "description": "What it costs.", "time": {"from": "now-3h", "to": "now"},
             "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
             "panels": [
               {"type": "row", "title": "Of whom", "gridPos": {"w": 24}, "collapsed": true, "panels": [
                 {"type": "timeseries", "title": "By team", "gridPos": {"w": 12},
                  "targets": [{"expr": "sum by (team) (cost)", "legendFormat": "{{team}}"},
                              {"expr": "sum(cost)", "legendFormat": "__auto"}]}]},
               {"type": "stat", "title": "Errors", "description": "Of all.", "gridPos": {"w": 6},
                "targets": [{"expr": "errors", "instant": true}],
                "fieldConfig": {"defaults": {"unit": "percentunit", "decimals": 2, "min": 0, "max": 1,
                  "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null},
                    {"color": "orange", "value": 0.01}, {"color": "red", "value": 0.05},
                    {"color": "transparent", "value": 2}]}}}}]}
            """;

    @Test
    void whatIsShownIsRead() {
        View view = GrafanaDashboard.read("cost", DASHBOARD);

        assertEquals("Cost", view.title());
        assertEquals(Duration.ofHours(3), view.shows());
        assertEquals(
                List.of(Kind.ROW, Kind.TIMESERIES, Kind.STAT),
                view.panels().stream().map(ViewPanel::kind).toList());
        assertEquals(
                List.of(new Query("sum by (team) (cost)", "{{team}}", false), new Query("sum(cost)", "", false)),
                view.panels().get(1).queries());
        assertEquals(
                new ViewPanel(
                        Kind.STAT,
                        "Errors",
                        "Of all.",
                        "percentunit",
                        2,
                        0.0,
                        1.0,
                        6,
                        List.of(
                                new Threshold(null, Level.GOOD),
                                new Threshold(0.01, Level.WARNING),
                                new Threshold(0.05, Level.BAD),
                                new Threshold(2.0, Level.NONE)),
                        List.of(new Query("errors", "", true))),
                view.panels().get(2));
    }

    @ParameterizedTest
    @CsvSource({"stat,heatmap,is a heatmap", "sum(cost),sum(cost[$__range]),no plain PromQL", "{,[,is no JSON"})
    void whatCannotBeShownIsSaid(String good, String bad, String said) {
        String broken = DASHBOARD.replace(good, bad);

        IllegalArgumentException why =
                assertThrows(IllegalArgumentException.class, () -> GrafanaDashboard.read("cost", broken));

        assertTrue(String.valueOf(why.getMessage()).contains(said), why.getMessage());
    }
}
