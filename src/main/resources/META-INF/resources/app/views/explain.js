// Prices and forecast taken apart: level, weekly pattern, remainder.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { align, everyDay, plus, visible } from '../days.js';
import { button, choice, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';
import { RANGES } from '../state.js';

/** Below that a weekly pattern is hardly more than noise. */
const WEAK = 0.3;
const LONGEST = 365;
const LOW = 190;
/** Days of history that the service takes apart at a time. */
const MOST = 3660;

export function show(app) {
  const body = h('div', { class: 'view' });
  const ranges = choice('Range', RANGES.map((value) => ({ value, title: value === 'all' ? 'All' : value.toUpperCase() })), null,
    (range) => app.go({ range, from: null, to: null }));
  const zoomedOut = button('Reset zoom', () => app.go({ from: null, to: null }));
  const trouble = h('div', { role: 'status' });
  const save = button('CSV', () => api.download(api.ofCoin(app.state.coin, '/explain'), {}, 'text/csv', `${app.state.coin}-decomposition.csv`)
    .then(() => trouble.replaceChildren(), (problem) => trouble.replaceChildren(note('bad', problem.detail))));

  function update() {
    const { state } = app;
    ranges.set(state.from ? null : state.range);
    zoomedOut.hidden = !state.from;
    fill(body, async () => {
      const { prices } = await api.get(api.ofCoin(state.coin, '/prices'));
      if (!prices.length) {
        return null;
      }
      const last = prices.at(-1).date;
      const { from, to } = history(state, prices[0].date, last);
      return api.get(api.ofCoin(state.coin, '/explain'), { from, to, horizon: to < last ? 0 : Math.min(LONGEST, state.horizon) });
    }, (answer) => (answer?.history.length ? sections(app, answer)
      : h('div', { class: 'panel' }, empty('Nothing to take apart yet', 'It takes prices and a model.'))), 'plot');
  }

  return { element: h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Decomposition'), h('div', { class: 'end' }, zoomedOut, ranges, save)),
      h('p', { class: 'lead' }, 'Price = level × weekly factor × remainder, day by day. The level moves slowly, the weekly factor recurs by the day of the week, the remainder is what neither explains.'),
      trouble), body), update };
}

/** The days of the history to ask for: those shown, as many of them as can be, and the last one with the forecast. */
function history(state, first, last) {
  const start = visible(state, first, last).from;
  const from = start < first ? first : start > last ? last : start;
  const end = plus(from, MOST - 1);
  if (end >= last) {
    return { from, to: last };
  }
  return state.from ? { from, to: end } : { from: plus(last, 1 - MOST), to: last };
}

function sections(app, answer) {
  const rows = [...answer.history, ...answer.forecast];
  const axis = everyDay(rows[0].day, rows.at(-1).day);
  const end = rows.at(-1).day;
  const view = app.state.from ? { from: app.state.from, to: app.state.to } : { from: rows[0].day, to: end };
  const origin = answer.history.at(-1).day;
  const values = (field, part = rows) => align(axis, part, (row) => row[field]);
  const common = { axis, view, origin: answer.forecast.length ? origin : null, onzoom: (from, to) => app.go({ from, to }), onreset: () => app.go({ from: null, to: null }) };
  const panel = (title, lead, options) => h('section', { class: 'panel' },
    h('div', {}, h('h3', {}, title), h('p', { class: 'lead' }, lead)), new Chart({ ...common, ...options }).element);
  return [
    answer.history.length === MOST && note('', `${format.count(MOST, 'day')} are taken apart at a time; zoom in the view Forecast to choose others.`),
    panel('Price and level', `The level explains ${share(answer.trend_strength)} of what is not the weekly pattern.`, {
      name: 'level', label: 'Price, level and one-step fit in USD', log: app.state.log, height: 300, format: format.price,
      lines: [
        { label: 'Price', values: values('price', answer.history), colour: 'ink' },
        { label: 'Level', values: values('level_price'), colour: 'fan', width: 2 },
        { label: 'Fitted the day before', values: values('fitted'), colour: 'c2', width: 1, dash: [2, 3] },
      ],
    }),
    panel('Weekly factor', answer.weekly_strength < WEAK
      ? `The weekly pattern explains ${share(answer.weekly_strength)} of what is not the level: hardly more than noise.`
      : `The weekly pattern explains ${share(answer.weekly_strength)} of what is not the level.`, {
      name: 'weekly', label: 'Weekly factor', height: LOW, rule: 1, format: factor,
      lines: [{ label: 'Weekly factor', values: values('weekly_factor'), colour: 'c4', width: 1.25 }],
    }),
    panel('Remainder', 'What is left: 1 where level and weekly pattern say it all.', {
      name: 'remainder', label: 'Remainder as a factor', height: LOW, rule: 1, format: factor,
      lines: [{ label: 'Remainder', values: values('remainder_factor'), colour: 'c3', width: 1.25 }],
    }),
    h('section', { class: 'panel' }, disclosure(`Decomposition as a table (${format.count(rows.length, 'day')})`, () => table('Decomposition, the newest day first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
      { title: 'Price', number: true, cell: (row) => format.price(row.price) },
      { title: 'Level', number: true, cell: (row) => format.price(row.level_price) },
      { title: 'Weekly factor', number: true, cell: (row) => factor(row.weekly_factor) },
      { title: 'Remainder', number: true, cell: (row) => factor(row.remainder_factor) },
      { title: 'Fitted', number: true, cell: (row) => format.price(row.fitted) },
    ], [...rows].reverse()))),
  ];
}

function factor(value) {
  return format.number(value, 5);
}

function share(strength) {
  return format.percent(strength * 100);
}
