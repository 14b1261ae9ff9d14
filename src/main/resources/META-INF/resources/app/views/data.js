// How good the stored prices are, and which days surprised the model.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { align, everyDay, visible } from '../days.js';
import { button, choice, empty, fill, h, table } from '../dom.js';
import { ANOMALY_LEVEL, findings, markLegend } from '../findings.js';
import * as format from '../format.js';
import { RANGES } from '../state.js';

const SOURCES = {
  coingecko: 'CoinGecko, day by day',
  markets: 'CoinGecko’s market pages, until the exact price comes',
  import: 'imported from a file',
  sample: 'bundled sample of exchange closes',
};

export function show(app) {
  const body = h('div', { class: 'view' });
  const ranges = choice('Range', RANGES.map((value) => ({ value, title: value === 'all' ? 'All' : value.toUpperCase() })), null,
    (range) => app.go({ range, from: null, to: null }));
  const zoomedOut = button('Reset zoom', () => app.go({ from: null, to: null }));

  function update() {
    ranges.set(app.state.from ? null : app.state.range);
    zoomedOut.hidden = !app.state.from;
    fill(body, async () => {
      const { coin } = app.state;
      const [history, marks] = await Promise.all([api.get(api.ofCoin(coin, '/prices')), findings(coin)]);
      return { prices: history.prices, marks };
    }, ({ prices, marks }) => (prices.length ? sections(app, prices, marks)
      : h('div', { class: 'panel' }, empty('No prices yet', 'They come with the next crawl; the view Runs shows how it stands.'))), 'plot');
  }

  return { element: h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Data quality'), h('div', { class: 'end' }, zoomedOut, ranges)),
      h('p', { class: 'lead' }, 'Forecasts are as good as the prices below them. Marked are days without a price, jumps, and days that left the interval the model gave the day before.')),
    body), update };
}

function sections(app, prices, marks) {
  const { quality } = marks;
  return [
    quality && figures(quality, marks),
    h('section', { class: 'panel', 'aria-label': 'Prices with findings' }, drawing(app, prices, marks), markLegend(marks)),
    h('div', { class: 'two' }, anomalies(marks), h('div', { class: 'view' }, jumps(marks), gaps(marks), sources(quality))),
  ];
}

function figures(quality, { anomalies: outside, answer }) {
  const fact = (title, value, small) => h('div', {}, h('dt', {}, title), h('dd', {}, value, h('small', {}, small)));
  return h('section', { class: 'panel' }, h('dl', { class: 'figures' },
    fact('Days stored', format.integer(quality.days_stored), `${format.date(quality.first_day)} to ${format.date(quality.last_day)}`),
    fact('Days missing', format.integer(quality.days_missing), `in ${format.count(quality.missing.length, 'gap')}`),
    fact('Jumps', format.integer(quality.jumps.length), quality.jump_bound == null ? 'too few days to tell' : `beyond ${format.change(Math.expm1(quality.jump_bound))} in a day`),
    fact('Runs of equal prices', format.integer(quality.stale_runs.length), 'of three days and more'),
    answer && fact('Anomalies', format.integer(outside.length), `${format.number(answer.expected, 3)} would be usual`)));
}

function drawing(app, prices, marks) {
  const view = visible(app.state, prices[0].date, prices.at(-1).date);
  const axis = everyDay(prices[0].date, prices.at(-1).date);
  return new Chart({
    name: 'quality',
    label: `Price in USD from ${format.date(view.from)} to ${format.date(view.to)} with what stands out`,
    axis,
    lines: [{ label: 'Price', values: align(axis, prices, (row) => row.price, (row) => row.date), colour: 'ink' }],
    marks: marks.points(prices), gaps: marks.gaps, view, log: app.state.log, format: format.price,
    onzoom: (from, to) => app.go({ from, to }),
    onreset: () => app.go({ from: null, to: null }),
  }).element;
}

function panel(title, ...content) {
  return h('section', { class: 'panel' }, h('h2', {}, title), content);
}

function anomalies({ answer, anomalies: rows, troubles }) {
  if (!answer) {
    return panel('Anomalies', empty('Not to be had', troubles.at(-1).detail));
  }
  return panel('Anomalies',
    h('p', { class: 'lead' }, `Prices outside the ${ANOMALY_LEVEL} % interval that the model gave the day before. `,
      answer.newest && `The newest day, ${format.date(answer.newest.day)}, is ${answer.newest.anomalous ? 'one of them' : 'inside'}.`),
    rows.length ? table('Anomalies, the newest first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
      { title: 'Price', number: true, cell: (row) => format.price(row.price) },
      { title: 'Expected', number: true, cell: (row) => `${format.price(row.lower)} to ${format.price(row.upper)}` },
      { title: 'Probability', number: true, cell: (row) => probability(row.probability) },
    ], [...rows].reverse()) : empty('None'));
}

function probability(share) {
  return share < 1e-6 ? '< 1 in a million' : format.percent(share * 100, 4);
}

function jumps({ quality, jumps: rows, stale }) {
  return panel('Jumps and runs',
    rows.length ? table('Jumps, the newest first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.date)) },
      { title: 'From', number: true, cell: (row) => format.price(row.price_before) },
      { title: 'To', number: true, cell: (row) => format.price(row.price) },
      { title: 'Change', number: true, cell: (row) => format.change(Math.expm1(row.log_return)) },
    ], [...rows].reverse()) : empty('No jumps', quality ? '' : 'The check cannot be had now.'),
    stale.length ? table('Runs of equal prices', [
      { title: 'From', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.from)) },
      { title: 'To', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.to)) },
      { title: 'Days', number: true, cell: (row) => format.integer(row.days) },
      { title: 'Price', number: true, cell: (row) => format.price(row.price) },
    ], stale, { visibleCaption: true }) : null);
}

function gaps({ gaps: rows }) {
  return panel('Days missing', rows.length ? table('Days without a price', [
    { title: 'From', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.from)) },
    { title: 'To', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.to)) },
    { title: 'Days', number: true, cell: (row) => format.integer(row.days) },
  ], rows) : empty('None', 'Every day from the first to the last has a price.'));
}

function sources(quality) {
  return panel('Where the prices come from', quality ? table('Days by source', [
    { title: 'Source', cell: ([source]) => [source, h('span', { class: 'sub' }, SOURCES[source])] },
    { title: 'Days', number: true, cell: ([, days]) => format.integer(days) },
    { title: 'Share', number: true, cell: ([, days]) => format.percent((days / quality.days_stored) * 100) },
  ], Object.entries(quality.sources)) : empty('Not to be had now'));
}
