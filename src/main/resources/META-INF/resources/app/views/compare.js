// Comparison of coins: prices indexed to the first visible day, and their one-day forecasts.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { coinCombobox } from '../combobox.js';
import { credits } from '../credits.js';
import { align, everyDay, forecastEnd, indexed } from '../days.js';
import { button, checkbox, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';
import { rangeControls, zooming } from '../range.js';
import { MOST_COMPARED } from '../state.js';

/** Lines also differ by their dashes, and by the name at their end. */
const LINES = [
  { colour: 'c1' }, { colour: 'c2', dash: [9, 3] }, { colour: 'c3', dash: [3, 2] }, { colour: 'c4', dash: [12, 3, 3, 3] },
  { colour: 'c5', width: 3 }, { colour: 'c6', dash: [9, 3], width: 3 }, { colour: 'c7', dash: [3, 3], width: 3 }, { colour: 'c8', dash: [12, 3, 3, 3], width: 3 },
];

/** Default coins to compare with; the first one that is stored is used. */
const COUNTERPARTS = ['bitcoin', 'ethereum'];

export function show(app) {
  const chosen = h('div', { class: 'control' });
  const search = coinCombobox('Add a coin to compare', (coin) => {
    if (!coinsOf(app).includes(coin)) {
      app.go({ compare: [...app.state.compare, coin].slice(0, MOST_COMPARED - 1) });
    }
  }, { keeps: false });
  const range = rangeControls(app);
  const log = checkbox('Log scale', false, (value) => app.go({ log: value }));
  const body = h('div', { class: 'notes' });
  const outlook = h('div', { class: 'notes' });
  let isOpening = !app.state.compare.length;

  /** Adds a second coin to compare with, unless the user has removed it. */
  async function open() {
    isOpening = false;
    const other = await counterpart(app.state.coin).catch(() => null);
    if (other && element.isConnected && !app.state.compare.length) {
      app.go({ compare: [other] }, { replace: true });
    } else {
      update();
    }
  }

  function update() {
    if (isOpening) {
      open();
      return;
    }
    const { state } = app;
    const coins = coinsOf(app);
    range.sync();
    log.set(state.log);
    chosen.replaceChildren(...coins.slice(1).map((coin) => button([coin, h('span', { 'aria-hidden': 'true' }, ' ×')],
      () => app.go({ compare: state.compare.filter((other) => other !== coin) }), { 'aria-label': `Remove ${coin}` })));
    fill(body, () => histories(coins), (answers) => drawing(app, answers), 'plot');
    fill(outlook, async () => {
      const known = (await Promise.all(coins.map((coin) => api.get(api.ofCoin(coin)).catch(() => null)))).filter(Boolean);
      const to = forecastEnd(known.length ? known : [{}], state.horizon);
      return {
        to,
        ...await api.get('/forecasts', { coins: coins.join(','), to, level: '80' }),
        newest: new Map((await histories(coins)).map(({ coin, prices }) => [coin, prices.at(-1)])),
      };
    }, (answer) => outlookTable(coins, answer));
  }

  const element = h('div', { class: 'view' },
    h('section', { class: 'panel', 'aria-labelledby': 'compare-title' },
      h('header', {}, h('h2', { id: 'compare-title' }, 'Coins compared'), h('div', { class: 'controls' }, range.elements)),
      h('div', { class: 'controls below' }, h('div', { class: 'coin-choice' }, search), chosen, log), body),
    h('section', { class: 'panel', 'aria-labelledby': 'outlook-title' },
      h('h2', { id: 'outlook-title' }, 'Forecasts'), outlook));
  return { element, update };
}

function coinsOf({ state }) {
  return [...new Set([state.coin, ...state.compare])].slice(0, MOST_COMPARED);
}

/** Another coin with a forecast, in order of preference; null if there is none. */
async function counterpart(coin) {
  const { coins } = await api.get('/coins', { limit: 50 });
  const others = coins.filter(({ id, model }) => model && id !== coin).map(({ id }) => id);
  return COUNTERPARTS.find((id) => others.includes(id)) ?? others[0] ?? null;
}

/** Prices by coin; a failure for one coin does not affect the others. */
function histories(coins) {
  return Promise.all(coins.map((coin, i) => api.get(api.ofCoin(coin, '/prices'))
    .then(({ prices }) => ({ coin, prices, style: LINES[i] }), (problem) => ({ coin, prices: [], problem }))));
}

function drawing(app, answers) {
  const { state } = app;
  const there = answers.filter(({ prices }) => prices.length);
  const troubles = answers.filter(({ prices }) => !prices.length)
    .map(({ coin, problem }) => note('warn', `${coin}: ${problem ? problem.detail : 'there are no prices yet.'}`));
  if (!there.length) {
    return [empty('No prices to compare yet'), ...troubles];
  }
  const first = there.map(({ prices }) => prices[0].date).sort()[0];
  const last = there.map(({ prices }) => prices.at(-1).date).sort().at(-1);
  const zoom = zooming(app, first, last);
  const { view } = zoom;
  const axis = everyDay(first, last);
  const all = there.map(({ coin, prices, style }) => {
    const rows = indexed(prices, view.from).filter((row) => row.date >= view.from && row.date <= view.to);
    return {
      ...style, coin, rows, label: coin, values: align(axis, rows, (row) => row.price, (row) => row.date),
      tag: (value, isWide) => (isWide ? `${coin} ${format.number(value, 4)}` : format.number(value, 3)),
    };
  });
  const lines = all.filter(({ rows }) => rows.length);
  const chart = new Chart({
    ...zoom,
    name: 'compare',
    label: `Prices from ${format.date(view.from)} to ${format.date(view.to)}, each coin’s first one in view as 100`,
    axis, lines, log: state.log, rule: 100,
    format: (value) => format.number(value, 4),
  });
  return [
    chart.element,
    credits(there.flatMap(({ prices }) => prices)),
    lines.length > 0 && h('p', { class: 'words' }, inWords(lines)),
    disclosure('Comparison as a table', () => comparisonTable(lines)),
    ...troubles,
    ...all.filter(({ rows }) => !rows.length).map(({ coin }) => note('', `${coin} has no prices in this range.`)),
  ];
}

/** Text: what $100 became, with each coin's days if they differ. */
function inWords(lines) {
  const spans = lines.map(({ rows }) => [rows[0].date, rows.at(-1).date].map(format.date));
  const isOne = new Set(spans.map(String)).size === 1;
  const became = lines.map(({ coin, rows }, i) =>
    `$${format.number(rows.at(-1).price, 4)} in ${coin}${isOne ? '' : ` (${spans[i].join(' to ')})`}`).join(', ');
  return isOne ? `$100 on ${spans[0][0]} became, by ${spans[0][1]}: ${became}.` : `$100 became: ${became}.`;
}

function comparisonTable(lines) {
  const byDay = new Map();
  lines.forEach(({ coin, rows }) => rows.forEach((row) => byDay.set(row.date, { ...byDay.get(row.date), [coin]: row.price })));
  const rows = [...byDay].map(([day, values]) => ({ day, ...values })).sort((a, b) => (a.day < b.day ? 1 : -1));
  return table('Each coin’s first price in view as 100, the newest day first', [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
    ...lines.map(({ coin }) => ({ title: coin, number: true, cell: (row) => format.number(row[coin], 5) })),
  ], rows, { visibleCaption: true });
}

function outlookTable(coins, { forecasts, problems, newest, to }) {
  const there = coins.filter((coin) => forecasts[coin]);
  const last = (coin) => forecasts[coin].days.at(-1);
  return [
    there.length ? table(`Forecasts for ${format.date(to)}`, [
      { title: 'Coin', cell: (coin) => coin },
      { title: 'Model', cell: (coin) => [format.modelInWords(forecasts[coin].model.order).name, h('span', { class: 'sub code' }, forecasts[coin].model.order)] },
      { title: 'Median', number: true, cell: (coin) => format.money(last(coin).price) },
      { title: '80% interval', number: true, cell: (coin) => `${format.money(last(coin).lower_80)} to ${format.money(last(coin).upper_80)}` },
      { title: 'Last price', number: true, cell: (coin) => [format.money(newest.get(coin)?.price), h('span', { class: 'sub' }, format.date(newest.get(coin)?.date))] },
      { title: '80% interval from the last price', number: true, cell: (coin) => [last(coin).lower_80, last(coin).upper_80]
        .map((limit) => format.change(limit / newest.get(coin)?.price - 1)).join(' to ') },
    ], there, { visibleCaption: true }) : empty('No forecasts yet'),
    ...Object.entries(problems).map(([coin, problem]) => note('warn', `${coin}: ${format.prose(problem.detail)}`)),
  ];
}
