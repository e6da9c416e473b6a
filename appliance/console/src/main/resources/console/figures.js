// Figures of panels, in Grafana's units.

import { bytes, duration } from "./page.js";

const NOTHING = "–";

function plain(value, decimals, notation) {
  const digits = decimals === undefined
    ? { maximumSignificantDigits: 3 }
    : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return value.toLocaleString(undefined, { notation, ...digits });
}

const UNITS = {
  percentunit: (value, decimals) => `${plain(value * 100, decimals)} %`,
  percent: (value, decimals) => `${plain(value, decimals)} %`,
  bytes: (value) => bytes(value),
  s: (value) => duration(value * 1000),
  ms: (value) => duration(value),
  reqps: (value, decimals) => `${plain(value, decimals)}/s`,
  celsius: (value, decimals) => `${plain(value, decimals)} °C`,
  watt: (value, decimals) => `${plain(value, decimals)} W`,
};

// A value as the panel wants it.
export function figure(value, { unit, decimals }) {
  if (value === undefined || value === null || Number.isNaN(value)) return NOTHING;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  return UNITS[unit]?.(value, decimals) ?? plain(value, decimals, Math.abs(value) >= 1e5 ? "compact" : "standard");
}

// How good a value is, as the thresholds of the panel say.
export function level(value, { thresholds }) {
  const reached = thresholds.filter(({ from }) => from === undefined || value >= from);
  return Number.isFinite(value) ? reached.at(-1)?.level ?? "none" : "none";
}

// What a series is called.
export function legend(format, labels) {
  if (!format) {
    const all = Object.entries(labels).filter(([name]) => name !== "__name__").map(([name, value]) => `${name}="${value}"`);
    return `${labels.__name__ ?? ""}${all.length ? `{${all.join(", ")}}` : ""}` || "value";
  }
  return format.replace(/{{\s*([\w.]+)\s*}}/g, (_, name) => labels[name] ?? "").trim() || "none";
}
