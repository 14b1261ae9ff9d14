// Quality of the stored prices, and anomalies.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { credits } from '../credits.js';
import { align, everyDay } from '../days.js';
import { empty, fill, h, table } from '../dom.js';
import { ANOMALY_LEVEL, findings, markLegend } from '../findings.js';
import * as format from '../format.js';
import { rangeControls, zooming } from '../range.js';
import { uploadPanel } from '../upload.js';

const SOURCES = {
  coingecko: 'CoinGecko, day by day',
  binance: 'Binance, the close of the day before',
  markets: 'CoinGecko’s market pages, until the exact price comes',
  import: 'imported from a file',
  sample: 'bundled sample of exchange closes',
};

export function show(app) {
  const body = h('div', { class: 'view' });
  const range = rangeControls(app);

  function update() {
    range.sync();
    fill(body, async () => {
      const { coin } = app.state;
      const [history, marks] = await Promise.all([api.get(api.ofCoin(coin, '/prices')), findings(coin)]);
      return { prices: history.prices, marks };
    }, ({ prices, marks }) => (prices.length ? sections(app, prices, marks)
      : h('div', { class: 'panel' }, empty('No prices yet', 'The next crawl fetches them; the view Runs shows its progress.'))), 'plot');
  }

  return { element: h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Data quality'), h('div', { class: 'end' }, range.elements)),
      h('p', { class: 'lead' }, 'A forecast is only as good as its prices. The chart marks days without a price, jumps, and anomalies: prices outside the interval that the model gave the day before.')),
    body, uploadPanel(() => app.state.coin, update)), update };
}

function sections(app, prices, marks) {
  const { quality } = marks;
  return [
    quality && figures(quality, marks),
    drawing(app, prices, marks),
    h('div', { class: 'two' }, anomalies(marks), h('div', { class: 'view' }, jumps(marks), gaps(marks), sources(quality))),
  ];
}

function figures(quality, { anomalies: outside, answer }) {
  const fact = (title, value, small) => h('div', {}, h('dt', {}, title), h('dd', {}, value, h('small', {}, small)));
  return h('section', { class: 'panel' }, h('dl', { class: 'figures' },
    fact('Days stored', format.integer(quality.days_stored), `${format.date(quality.first_day)} to ${format.date(quality.last_day)}`),
    fact('Days missing', format.integer(quality.days_missing), `in ${format.count(quality.missing.length, 'gap')}`),
    fact('Jumps', format.integer(quality.jumps.length), quality.jump_bound == null ? 'too few days to tell' : `above ${format.change(Math.expm1(quality.jump_above))} or below ${format.change(Math.expm1(quality.jump_below))} in a day`),
    fact('Runs of equal prices', format.integer(quality.stale_runs.length), 'of three days or more'),
    answer && fact('Anomalies', format.integer(outside.length), `about ${format.integer(Math.round(answer.expected))} expected in ${format.count(answer.days_checked, 'day')}`)));
}

function drawing(app, prices, marks) {
  const zoom = zooming(app, prices[0].date, prices.at(-1).date);
  const axis = everyDay(prices[0].date, prices.at(-1).date);
  const chart = new Chart({
    ...zoom,
    name: 'quality',
    coin: app.state.coin,
    label: `Price in ${format.unit()} from ${format.date(zoom.view.from)} to ${format.date(zoom.view.to)} with findings`,
    axis,
    lines: [{ label: 'Price', values: align(axis, prices, (row) => row.price, (row) => row.date), colour: 'ink' }],
    marks: marks.points(prices), gaps: marks.gaps, log: app.state.log, format: format.money,
  });
  return h('section', { class: 'panel', 'aria-label': 'Prices with findings' }, chart.element, credits(prices), markLegend(marks, zoom.view));
}

function panel(title, ...content) {
  return h('section', { class: 'panel' }, h('h2', {}, title), content);
}

function anomalies({ answer, anomalies: rows, troubles }) {
  if (!answer) {
    return panel('Anomalies', empty('Not available', format.prose(troubles.at(-1).detail)));
  }
  return panel('Anomalies',
    h('p', { class: 'lead' }, `Prices outside the ${ANOMALY_LEVEL}% interval that the model gave the day before. `,
      answer.newest && `The newest price (${format.date(answer.newest.day)}) is ${answer.newest.anomalous ? 'one of them' : 'inside its interval'}.`),
    rows.length ? table('Anomalies, the newest first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.day)) },
      { title: 'Price', number: true, cell: (row) => format.money(row.price) },
      { title: 'Expected', number: true, cell: (row) => `${format.money(row.lower)} to ${format.money(row.upper)}` },
      { title: 'Probability', number: true, cell: (row) => probability(row.probability) },
    ], [...rows].reverse()) : empty('None'));
}

function probability(share) {
  return share < 1e-6 ? '< 1 in a million' : format.percent(share * 100, 4);
}

function jumps({ quality, jumps: rows, stale }) {
  return panel('Jumps and runs of equal prices',
    rows.length ? table('Jumps, the newest first', [
      { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.date)) },
      { title: 'From', number: true, cell: (row) => format.money(row.price_before) },
      { title: 'To', number: true, cell: (row) => format.money(row.price) },
      { title: 'Change', number: true, cell: (row) => format.change(Math.expm1(row.log_return)) },
    ], [...rows].reverse()) : empty('No jumps', quality ? '' : 'The check is not available now.'),
    stale.length ? table('Runs of equal prices', [
      { title: 'From', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.from)) },
      { title: 'To', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.to)) },
      { title: 'Days', number: true, cell: (row) => format.integer(row.days) },
      { title: 'Price', number: true, cell: (row) => format.money(row.price) },
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
  ], Object.entries(quality.sources)) : empty('Not available now'));
}
