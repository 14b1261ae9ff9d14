// Findings in a coin's prices: missing days, jumps, runs of equal prices, and anomalies.

import * as api from './api.js';
import { dayOf, everyDay } from './days.js';
import { h } from './dom.js';
import * as format from './format.js';

export const ANOMALY_LEVEL = 99;
const SVG = 'http://www.w3.org/2000/svg';

/** Loads a coin's findings; an unavailable part is omitted, and `troubles` has the reason. */
export async function findings(coin) {
  const troubles = [];
  const attempt = (promise) => promise.catch((problem) => {
    troubles.push(problem);
    return null;
  });
  const [quality, anomalies] = await Promise.all([
    attempt(api.get(api.ofCoin(coin, '/quality'))),
    attempt(api.get(api.ofCoin(coin, '/anomalies'), { level: ANOMALY_LEVEL })),
  ]);
  return found(quality, anomalies, troubles);
}

function found(quality, answer, troubles) {
  const anomalies = answer?.anomalies ?? [];
  const jumps = quality?.jumps ?? [];
  return {
    quality,
    answer,
    troubles,
    anomalies,
    jumps,
    gaps: quality?.missing ?? [],
    stale: quality?.stale_runs ?? [],
    /** Marks for charts. A jump that is also an anomaly is shown as a diamond inside the ring. */
    points: () => [
      ...anomalies.map((row) => ({
        day: row.day, value: row.price, kind: 'anomaly',
        label: `Anomaly: expected ${format.money(row.lower)} to ${format.money(row.upper)}`,
      })),
      ...jumps.map((row) => ({
        day: row.date, value: row.price, kind: 'jump',
        label: `Jump of ${format.change(Math.expm1(row.log_return))}`,
      })),
    ],
  };
}

/** Legend of the marks on a chart, with the number of visible ones. */
export function markLegend({ anomalies, jumps, gaps }, view) {
  const entry = (shape, text) => h('li', {}, shape, text);
  const shown = (days) => {
    const inView = days.filter((day) => day >= view.from && day <= view.to).length;
    return inView === days.length ? `(${inView})` : `(${inView} of ${days.length} in view)`;
  };
  const missing = gaps.flatMap(({ from, to }) => everyDay(from, to).map(dayOf));
  return h('ul', { class: 'legend', 'aria-label': 'Marks' },
    anomalies.length ? entry(shape('circle', { cx: 8, cy: 8, r: 5.5, fill: 'none', stroke: 'var(--bad)', 'stroke-width': 2 }),
      `outside the ${ANOMALY_LEVEL}% interval of the day before ${shown(anomalies.map(({ day }) => day))}`) : null,
    jumps.length ? entry(shape('path', { d: 'M8 1 15 8 8 15 1 8Z', fill: 'none', stroke: 'var(--warn)', 'stroke-width': 2 }),
      `price jump ${shown(jumps.map(({ date }) => date))}`) : null,
    gaps.length ? entry(shape('rect', { x: 1, y: 1, width: 14, height: 14, fill: 'var(--warn)', opacity: 0.35 }),
      `days without a price ${shown(missing)}`) : null);
}

function shape(tag, attributes) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  svg.append(element);
  return svg;
}
