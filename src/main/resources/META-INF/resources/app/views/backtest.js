// Backtests: past forecasts compared with actual prices and with naive forecasts.

import * as api from '../api.js';
import { asOperator } from '../account.js';
import { Chart } from '../charts.js';
import { credits } from '../credits.js';
import { align, everyDay, plus } from '../days.js';
import { ago, button, disclosure, empty, fill, h, table } from '../dom.js';
import * as format from '../format.js';
import { startRun } from '../follow.js';
import { liveAccuracy } from '../accuracy.js';

const METHODS = {
  model: { title: 'This model', colour: 'fan' },
  naive: { title: 'Naive', colour: 'c2', dash: [9, 3] },
  seasonal_naive: { title: 'Seasonal naive', colour: 'c4', dash: [12, 3, 3, 3] },
  drift: { title: 'Drift', colour: 'c3', dash: [3, 2] },
};

/** Days shown before the first origin, so that the start of the forecasts is visible. */
const LEAD = 14;

export function show(app) {
  const body = h('div', { class: 'view' });
  const live = h('div', { class: 'notes' });
  const said = h('div', { role: 'status' });
  const run = button('Run the backtest again', () =>
    startRun(() => asOperator(() => api.send('POST', api.ofCoin(app.state.coin, '/backtest'), {})), 'backtest', run, said, element, update));

  function update() {
    const { coin } = app.state;
    fill(body, async () => {
      const [backtest, history] = await Promise.all([
        api.get(api.ofCoin(coin, '/backtest')).catch((problem) => {
          if (problem.status === 404) {
            return null;
          }
          throw problem;
        }),
        api.get(api.ofCoin(coin, '/prices')),
      ]);
      return { backtest, prices: history.prices };
    }, (answer) => (answer.backtest ? sections(answer) : empty('No backtest yet',
      'A model is tested when it is trained, by forecasts from past days that use only the prices up to that day.')), 'plot');
    fill(live, () => liveAccuracy(coin), (content) => content);
  }

  const element = h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Backtest'), h('div', { class: 'end' }, run)),
      h('p', { class: 'lead' }, 'Forecasts made as if on past days, from the prices up to that day only, and compared with the actual prices. '
        + 'A model is worth using where its error is below that of the naive forecast, which repeats the last price.'), said),
    body,
    h('section', { class: 'panel', 'aria-labelledby': 'live-title' }, h('h2', { id: 'live-title' }, 'Served forecasts'), live));
  return { element, update };
}

function sections({ backtest, prices }) {
  const methods = Object.keys(METHODS).filter((method) => backtest.overall[method]);
  return [
    summary(backtest),
    backtest.forecasts?.length ? pastForecasts(backtest, prices) : null,
    h('div', { class: 'two' }, errors(backtest, methods), coverage(backtest, methods)),
    byHorizon(backtest, methods),
    h('section', { class: 'panel' }, h('h2', {}, 'Errors by window'), byOrigin(backtest)),
  ];
}

function summary({ mase_against_naive: ratio, overall, origins, options, order, measured_at: at }) {
  const fact = (title, value, small) => h('div', {}, h('dt', {}, title), h('dd', {}, value, h('small', {}, small)));
  const verdict = ratio === null || ratio === undefined ? 'unknown'
    : Math.abs(ratio - 1) < 0.005 ? 'as good as naive' : ratio < 1 ? 'better than naive' : 'worse than naive';
  return h('section', { class: 'panel' }, h('dl', { class: 'figures' },
    fact('Error relative to naive', format.ratio(ratio), verdict),
    ...overall.model.intervals.map(({ level, coverage: covered }) =>
      fact(`Inside the ${level}% interval`, format.percent(covered), `of the actual prices; target ${level}%`)),
    fact('Windows', format.integer(origins.length), `of ${format.count(options.horizon, 'day')}, ${format.count(options.step, 'day')} apart`),
    fact('Model', h('span', { class: 'code' }, order), ['tested ', ago(at)])));
}

function pastForecasts({ forecasts, options }, prices) {
  const first = plus(forecasts[0].origin, -LEAD);
  const last = forecasts.at(-1).days.at(-1).day;
  const axis = everyDay(first < prices[0].date ? prices[0].date : first, last);
  const known = new Map(prices.map((row) => [row.date, row.price]));
  const rows = forecasts.flatMap(({ days }) => days);
  const levels = levelsOf(rows[0]);
  // Overlapping windows would be unreadable, so the chart skips some.
  const apart = Math.max(1, Math.ceil((options.horizon + 1) / options.step));
  const shown = forecasts.filter((forecast, i) => (forecasts.length - 1 - i) % apart === 0);
  const own = (value) => shown.flatMap(({ origin, days }) =>
    [...(known.has(origin) ? [{ day: origin, at: known.get(origin) }] : []), ...days.map((day) => ({ day: day.day, at: value(day) }))]);
  const line = (value) => align(axis, breakBetween(own(value)), (row) => row.at);
  const chart = new Chart({
    name: 'backtest',
    label: `Past forecasts and actual prices, ${format.count(shown.length, 'window')} from ${format.date(shown[0].origin)} on`,
    axis,
    bands: levels.map((level) => ({
      label: `${level}%`, colour: 'fan', alpha: 0.14, lower: line((day) => day[`lower_${level}`]), upper: line((day) => day[`upper_${level}`]),
    })),
    lines: [
      { label: 'Actual price', values: align(axis, prices, (row) => row.price, (row) => row.date), colour: 'ink' },
      { label: 'Forecast', values: line((day) => day.price), colour: 'fan', dash: [6, 4] },
    ],
    format: format.money,
  });
  return h('section', { class: 'panel' },
    h('h2', {}, 'Past forecasts and actual prices'), chart.element, credits(prices),
    disclosure('Past forecasts as a table', () => table(`Past forecasts in ${format.unit()}`, [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
      { title: 'Forecast on', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.origin)) },
      { title: 'Forecast', number: true, cell: (row) => format.money(row.price) },
      { title: 'Actual', number: true, cell: (row) => format.money(known.get(row.day)) },
      { title: 'Error', number: true, cell: (row) => format.change(row.price / known.get(row.day) - 1) },
    ], forecasts.flatMap(({ origin, days }) => days.map((day) => ({ origin, ...day }))).reverse())));
}

/** The levels of a day's limits, widest first. */
function levelsOf(day) {
  return Object.keys(day).filter((name) => name.startsWith('lower_')).map((name) => Number(name.slice(6))).sort((a, b) => b - a);
}

/** Interrupts the line where a window's origin is the last day of the previous window. */
function breakBetween(rows) {
  const days = new Map();
  rows.forEach((row) => days.set(row.day, days.has(row.day) ? { day: row.day, at: null } : row));
  return [...days.values()];
}

function errors(backtest, methods) {
  const rows = methods.map((method) => ({ method, ...backtest.overall[method] }));
  return h('section', { class: 'panel' }, h('h2', {}, 'Errors over all windows'),
    table('Errors by method', [
      { title: 'Method', cell: (row) => [METHODS[row.method].title, h('span', { class: 'sub' }, row.method === 'model' ? backtest.order : format.modelInWords(row.method).meaning)] },
      { title: `MAE, ${format.unit()}`, number: true, cell: (row) => format.number(row.mae, 4) },
      { title: `RMSE, ${format.unit()}`, number: true, cell: (row) => format.number(row.rmse, 4) },
      { title: 'sMAPE', number: true, cell: (row) => format.percent(row.smape, 2) },
      { title: 'MASE', number: true, cell: (row) => format.number(row.mase, 4) },
    ], rows, { rowClass: (row) => (row.method === 'model' ? 'current' : null) }));
}

function coverage(backtest, methods) {
  const rows = methods.flatMap((method) => backtest.overall[method].intervals.map((interval) => ({ method, ...interval })));
  return h('section', { class: 'panel' }, h('h2', {}, 'Coverage of the intervals'),
    table('Coverage of the intervals', [
      { title: 'Method', cell: (row) => METHODS[row.method].title },
      { title: 'Level', number: true, cell: (row) => `${row.level}%` },
      { title: 'Inside', number: true, cell: (row) => format.percent(row.coverage) },
      { title: 'MSIS', number: true, cell: (row) => format.number(row.msis, 4) },
    ], rows, { rowClass: (row) => (row.method === 'model' ? 'current' : null) }));
}

function byHorizon({ by_horizon: steps }, methods) {
  const chart = new Chart({
    name: 'error-by-horizon',
    label: 'Mean absolute scaled error by days ahead',
    xName: 'Days ahead:',
    axis: steps.map((step) => step.days_ahead),
    lines: methods.map((method) => ({
      label: METHODS[method].title, values: steps.map((step) => step[method]?.mase ?? null),
      colour: METHODS[method].colour, width: method === 'model' ? 2.5 : 1.5, dash: METHODS[method].dash, tag: (value, isWide) => (isWide ? METHODS[method].title : ''),
    })),
    format: (value) => format.number(value, 3),
    height: 260,
  });
  return h('section', { class: 'panel' }, h('h2', {}, 'Error by days ahead'),
    h('p', { class: 'lead' }, 'Mean absolute error divided by the usual change over a week (MASE); lower is better.'),
    chart.element,
    disclosure('Error by days ahead as a table', () => table('MASE by days ahead', [
      { title: 'Days ahead', number: true, cell: (step) => step.days_ahead },
      ...methods.map((method) => ({ title: METHODS[method].title, number: true, cell: (step) => format.number(step[method]?.mase, 4) })),
    ], steps)));
}

function byOrigin({ by_origin: windows }) {
  return disclosure(`${format.count(windows.length, 'window')}`, () => table('Errors by window, the newest first', [
    { title: 'From', cell: (window) => h('span', { class: 'nowrap' }, format.date(window.origin)) },
    { title: 'Days scored', number: true, cell: (window) => format.integer(window.model.forecasts) },
    { title: 'MASE', number: true, cell: (window) => format.number(window.model.mase, 4) },
    { title: 'Naive’s MASE', number: true, cell: (window) => format.number(window.naive?.mase, 4) },
    ...windows[0].model.intervals.map(({ level }, i) => ({
      title: `Inside ${level}%`, number: true, cell: (window) => format.percent(window.model.intervals[i].coverage),
    })),
  ], [...windows].reverse()));
}
