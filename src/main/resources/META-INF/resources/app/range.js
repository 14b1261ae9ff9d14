// The days that charts show: a range that ends at the latest price, or the days the user zoomed to.

import { visible } from './days.js';
import { button, choice } from './dom.js';
import { RANGES } from './state.js';

const NAMES = { '1m': 'One month', '3m': 'Three months', '1y': 'One year', all: 'All days' };

/** Range buttons, and a button that resets the zoom. */
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

/** Chart options for the visible days and for zooming; see `visible` for the parameters. */
export function zooming(app, first, last, end = last) {
  return {
    view: visible(app.state, first, last, end),
    home: visible({ ...app.state, from: null }, first, last, end),
    onzoom: (from, to) => app.go({ from, to }, { replace: Boolean(app.state.from) }),
    onreset: () => app.go({ from: null, to: null }),
  };
}
