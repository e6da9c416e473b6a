// What a dashboard's JSON is, by the types that Grafana publishes: each panel's options and fields are those of its kind.
import type { Dashboard, Panel, RowPanel } from "@grafana/schema";
import type { Options as BarGauge } from "@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen";
import type { Options as Gauge } from "@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen";
import type { Options as Stat } from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type {
  FieldConfig as Lines,
  Options as TimeSeries,
} from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";

// In JSON a value of an enumeration is its text.
type Json<T> = T extends string ? `${T}` : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

// Grafana has its own defaults for what is left out of a panel's options.
type Some<T> = T extends object ? { [K in keyof T]?: Some<T[K]> } : T;

type Target = { refId: string; expr: string; legendFormat: string; instant?: boolean; range?: boolean };

type Of<Kind extends string, Options, Custom> = Omit<Panel<Some<Options>, Some<Custom>>, "type" | "targets" | "options"> & {
  type: Kind;
  options: Some<Options>;
  title: string;
  description: string;
  targets: Target[];
};

type OurPanel =
  | RowPanel
  | Of<"timeseries", TimeSeries, Lines>
  | Of<"stat", Stat, never>
  | Of<"gauge", Gauge, never>
  | Of<"bargauge", BarGauge, never>;

export type DashboardFile = Json<Omit<Dashboard, "panels"> & { uid: string; title: string; panels: OurPanel[] }>;
