// Several coins beside each other: prices as multiples of their first one in view, and what is forecast of each.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { coinCombobox } from '../combobox.js';
import { align, everyDay, indexed, visible } from '../days.js';
import { button, checkbox, choice, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';
import { MOST_COMPARED, RANGES } from '../state.js';

const COLOURS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];

export function show(app) {
  const chosen = h('div', { class: 'control' });
  const search = coinCombobox('Add a coin to compare', (coin) => {
    if (!coinsOf(app).includes(coin)) {
      app.go({ compare: [...app.state.compare, coin].slice(0, MOST_COMPARED - 1) });
    }
  }, { keeps: false });
  const ranges = choice('Range', RANGES.map((value) => ({ value, title: value === 'all' ? 'All' : value.toUpperCase() })), null,
    (range) => app.go({ range, from: null, to: null }));
  const zoomedOut = button('Reset zoom', () => app.go({ from: null, to: null }));
  const log = checkbox('Log scale', false, (value) => app.go({ log: value }));
  const body = h('div', { class: 'notes' });
  const outlook = h('div', { class: 'notes' });

  function update() {
    const { state } = app;
    const coins = coinsOf(app);
    ranges.set(state.from ? null : state.range);
    zoomedOut.hidden = !state.from;
    log.set(state.log);
    chosen.replaceChildren(...coins.slice(1).map((coin) => button([coin, h('span', { 'aria-hidden': 'true' }, ' ×')],
      () => app.go({ compare: state.compare.filter((other) => other !== coin) }), { 'aria-label': `Remove ${coin}` })));
    fill(body, () => histories(coins), (answers) => drawing(app, answers), 'plot');
    fill(outlook, async () => ({
      ...await api.get('/forecasts', { coins: coins.join(','), horizon: state.horizon, level: '80' }),
      newest: new Map((await histories(coins)).map(({ coin, prices }) => [coin, prices.at(-1)?.price])),
    }), (answer) => outlookTable(coins, answer, state.horizon));
  }

  const element = h('div', { class: 'view' },
    h('section', { class: 'panel', 'aria-labelledby': 'compare-title' },
      h('header', {}, h('h2', { id: 'compare-title' }, 'Coins compared'), h('div', { class: 'controls' }, zoomedOut, ranges)),
      h('div', { class: 'controls' }, h('div', { class: 'coin-choice' }, search), chosen, log), body),
    h('section', { class: 'panel', 'aria-labelledby': 'outlook-title' },
      h('h2', { id: 'outlook-title' }, 'What is forecast of each'), outlook));
  return { element, update };
}

function coinsOf({ state }) {
  return [...new Set([state.coin, ...state.compare])].slice(0, MOST_COMPARED);
}

/** Prices by coin; a coin that cannot be had does not spoil the others. */
function histories(coins) {
  return Promise.all(coins.map((coin, i) => api.get(api.ofCoin(coin, '/prices'))
    .then(({ prices }) => ({ coin, prices, colour: COLOURS[i] }), (problem) => ({ coin, prices: [], problem }))));
}

function drawing(app, answers) {
  const { state } = app;
  const there = answers.filter(({ prices }) => prices.length);
  const troubles = answers.filter(({ prices }) => !prices.length)
    .map(({ coin, problem }) => note('warn', `${coin}: ${problem ? problem.detail : 'there are no prices yet.'}`));
  if (!there.length) {
    return [empty('Nothing to compare yet'), ...troubles];
  }
  const first = there.map(({ prices }) => prices[0].date).sort()[0];
  const last = there.map(({ prices }) => prices.at(-1).date).sort().at(-1);
  const view = visible(state, first, last);
  const axis = everyDay(first, last);
  const lines = there.map(({ coin, prices, colour }) => {
    const rows = indexed(prices, view.from).filter((row) => row.date >= view.from && row.date <= view.to);
    return { coin, rows, label: coin, colour, values: align(axis, rows, (row) => row.price, (row) => row.date) };
  });
  const chart = new Chart({
    name: 'compare',
    label: `Prices from ${format.date(view.from)} to ${format.date(view.to)}, 100 at their first day in view`,
    axis, lines, view, log: state.log, rule: 100,
    format: (value) => format.number(value, 4),
    onzoom: (from, to) => app.go({ from, to }),
    onreset: () => app.go({ from: null, to: null }),
  });
  return [
    chart.element,
    h('p', { class: 'words' }, `Of 100 on ${format.date(view.from)} there were, on ${format.date(view.to)}: `,
      lines.map(({ coin, rows }) => `${coin} ${format.number(rows.at(-1)?.price, 4)}`).join(', '), '.'),
    disclosure('Comparison as a table', () => comparisonTable(axis, lines, view)),
    ...troubles,
  ];
}

function comparisonTable(axis, lines, view) {
  const byDay = new Map();
  lines.forEach(({ coin, rows }) => rows.forEach((row) => byDay.set(row.date, { ...byDay.get(row.date), [coin]: row.price })));
  const rows = [...byDay].map(([day, values]) => ({ day, ...values })).sort((a, b) => (a.day < b.day ? 1 : -1));
  return table(`100 on ${format.date(view.from)}, the newest day first`, [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
    ...lines.map(({ coin }) => ({ title: coin, number: true, cell: (row) => format.number(row[coin], 5) })),
  ], rows, { visibleCaption: true });
}

function outlookTable(coins, { forecasts, problems, newest }, horizon) {
  const there = coins.filter((coin) => forecasts[coin]);
  return [
    there.length ? table(`Forecasts for ${format.count(horizon, 'day')} after the newest price of each coin`, [
      { title: 'Coin', cell: (coin) => coin },
      { title: 'Model', cell: (coin) => h('span', { class: 'code' }, forecasts[coin].model.order) },
      { title: 'For', cell: (coin) => h('span', { class: 'nowrap' }, format.date(forecasts[coin].days.at(-1).day)) },
      { title: 'Median', number: true, cell: (coin) => format.usd(forecasts[coin].days.at(-1).price) },
      { title: '80 % between', number: true, cell: (coin) => {
        const last = forecasts[coin].days.at(-1);
        return `${format.usd(last.lower_80)} and ${format.usd(last.upper_80)}`;
      } },
      { title: 'against its newest price', number: true, cell: (coin) => {
        const last = forecasts[coin].days.at(-1);
        return [last.lower_80, last.upper_80].map((limit) => format.change(limit / newest.get(coin) - 1)).join(' to ');
      } },
    ], there) : empty('No forecasts yet'),
    ...Object.entries(problems).map(([coin, problem]) => note('warn', `${coin}: ${problem.detail}`)),
  ];
}
