// Which days the charts show: a range back from the newest price, or those that the reader zoomed to.

import { visible } from './days.js';
import { button, choice } from './dom.js';
import { RANGES } from './state.js';

const NAMES = { '1m': 'One month', '3m': 'Three months', '1y': 'One year', all: 'All days' };

/** The choice of a range, and the way out of a zoom. */
export function rangeControls(app) {
  const ranges = choice('Range', RANGES.map((value) => ({ value, title: value === 'all' ? 'All' : value.toUpperCase(), name: NAMES[value] })),
    null, (range) => app.go({ range, from: null, to: null }));
  const zoomedOut = button('Reset zoom', () => app.go({ from: null, to: null }));
  return {
    elements: [zoomedOut, ranges],
    sync() {
      ranges.set(app.state.from ? null : app.state.range);
      zoomedOut.hidden = !app.state.from;
    },
  };
}

/** A chart's options for the days in view, and for zooming. See `visible` for the days. */
export function zooming(app, first, last, end = last) {
  return {
    view: visible(app.state, first, last, end),
    home: visible({ ...app.state, from: null }, first, last, end),
    onzoom: (from, to) => app.go({ from, to }, { replace: Boolean(app.state.from) }),
    onreset: () => app.go({ from: null, to: null }),
  };
}
