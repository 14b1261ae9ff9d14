// Prices and forecast decomposed: level, weekly pattern, remainder.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { credits } from '../credits.js';
import { align, between, everyDay, forecastEnd, plus, visible } from '../days.js';
import { button, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';
import { rangeControls } from '../range.js';

/** Below this, a weekly pattern is mostly noise. */
const WEAK = 0.3;
const LONGEST = 365;
const LOW = 190;
/** Maximum number of days that the service decomposes. */
const MOST = 3660;

export function show(app) {
  const body = h('div', { class: 'view' });
  const range = rangeControls(app);
  const trouble = h('div', { role: 'status' });
  const save = button('CSV', () => api.download(api.ofCoin(app.state.coin, '/explain'), {}, 'text/csv', `${app.state.coin}-decomposition.csv`)
    .then(() => trouble.replaceChildren(), (problem) => trouble.replaceChildren(note('bad', problem.detail))));

  function update() {
    const { state } = app;
    range.sync();
    fill(body, async () => {
      const [{ prices }, status] = await Promise.all([api.get(api.ofCoin(state.coin, '/prices')), api.get(api.ofCoin(state.coin))]);
      if (!prices.length) {
        return null;
      }
      const last = prices.at(-1).date;
      const { from, to } = history(state, prices[0].date, last);
      const answer = await api.get(api.ofCoin(state.coin, '/explain'), { from, to, horizon: to < last ? 0 : Math.min(LONGEST, between(last, forecastEnd([status], state.horizon))) });
      return { ...answer, prices };
    }, (answer) => (answer?.history.length ? sections(app, answer)
      : h('div', { class: 'panel' }, empty('No decomposition yet', 'It needs prices and a model.'))), 'plot');
  }

  return { element: h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Decomposition'), h('div', { class: 'end' }, range.elements, save)),
      h('p', { class: 'lead' }, 'Price = level × weekly factor × remainder, day by day. The level moves slowly, the weekly factor depends on the day of the week, and the remainder is the rest.'),
      trouble), body), update };
}

/** The days of history to request: the visible ones up to the maximum, and the last day if there is a forecast. */
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
  const home = { from: rows[0].day, to: end };
  const view = app.state.from ? { from: app.state.from, to: app.state.to } : home;
  const origin = answer.history.at(-1).day;
  const values = (field, part = rows) => align(axis, part, (row) => row[field]);
  const common = { axis, view, home, coin: app.state.coin, origin: answer.forecast.length ? origin : null, onzoom: (from, to) => app.go({ from, to }, { replace: Boolean(app.state.from) }), onreset: () => app.go({ from: null, to: null }) };
  const panel = (title, lead, options) => h('section', { class: 'panel' },
    h('div', {}, h('h3', {}, title), h('p', { class: 'lead' }, lead)), new Chart({ ...common, ...options }).element);
  return [
    credits(answer.prices),
    answer.history.length === MOST && note('', `${format.count(MOST, 'day')} are decomposed at a time; zoom in the view Forecast to choose others.`),
    ...answer.notes.map((text) => note('', text)),
    panel('Price and level', `The level explains ${share(answer.trend_strength)} of the variation that is not the weekly pattern.`, {
      name: 'level', label: `Price, level and one-day forecast in ${format.unit()}`, log: app.state.log, height: 300, format: format.money,
      lines: [
        { label: 'Price', values: values('price', answer.history), colour: 'ink' },
        { label: 'Level', values: values('level_price'), colour: 'fan', width: 2 },
        { label: 'Forecast of the day before', values: values('fitted'), colour: 'c2', width: 1, dash: [2, 3] },
      ],
    }),
    panel('Weekly factor', answer.weekly_strength < WEAK
      ? `The weekly pattern explains ${share(answer.weekly_strength)} of the variation around the level: hardly more than noise.`
      : `The weekly pattern explains ${share(answer.weekly_strength)} of the variation around the level.`, {
      name: 'weekly', label: 'Weekly factor', height: LOW, rule: 1, format: factor,
      lines: [{ label: 'Weekly factor', values: values('weekly_factor'), colour: 'c4', width: 1.25 }],
    }),
    panel('Remainder', 'What neither the level nor the weekly pattern explains; 1 where they explain everything.', {
      name: 'remainder', label: 'Remainder as a factor', height: LOW, rule: 1, format: factor,
      lines: [{ label: 'Remainder', values: values('remainder_factor'), colour: 'c3', width: 1.25 }],
    }),
    h('section', { class: 'panel' }, disclosure(`Decomposition as a table (${format.count(rows.length, 'day')})`, () => table('Decomposition, the newest day first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
      { title: 'Price', number: true, cell: (row) => format.money(row.price) },
      { title: 'Level', number: true, cell: (row) => format.money(row.level_price) },
      { title: 'Weekly factor', number: true, cell: (row) => factor(row.weekly_factor) },
      { title: 'Remainder', number: true, cell: (row) => factor(row.remainder_factor) },
      { title: 'Forecast of the day before', number: true, cell: (row) => format.money(row.fitted) },
    ], [...rows].reverse()))),
  ];
}

function factor(value) {
  return format.number(value, 5);
}

function share(strength) {
  return format.percent(strength * 100);
}
