// Analyses of the coin's prices, each with a sentence, a chart and a table.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { align, everyDay, seconds } from '../days.js';
import { button, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';

const SHOWN = 100;
/** The service's maximum page size: 27 years of days. */
const LONGEST = 10_000;

/** Title and format of each column. */
const COLUMNS = {
  // A date, except in the features, where it is a number.
  month: ['Month', (month) => (typeof month === 'number' ? String(month) : format.month(month))],
  average_price: ['Average price', format.money],
  days: ['Days with a price', format.integer],
  days_in_month: ['Days in the month', format.integer],
  lowest_price: ['Lowest price', format.money],
  lowest_on: ['Lowest on', format.date],
  highest_price: ['Highest price', format.money],
  highest_on: ['Highest on', format.date],
  range_percent: ['Range', percent],
  risk: ['Risk', (risk) => risk],
  worst_change_percent: ['Worst day', signed],
  changes: ['Days compared', format.integer],
  episodes: ['Falls', format.integer],
  next_day_count: ['Next day known', format.integer],
  next_day_change: ['Rise on the next day', format.money],
  next_day_percent: ['Rise on the next day', signed],
  until_fall_count: ['Next fall known', format.integer],
  until_fall_change: ['Rise until the next fall', format.money],
  until_fall_percent: ['Rise until the next fall', signed],
  market_cap: ['Market cap', format.money],
  market_cap_on: ['Market cap on', format.date],
  date: ['Day', format.date],
  price_0: ['Price', format.money],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((days) => [`price_${days}`, [format.count(days, 'day') + ' before', format.money]])),
  target: ['Next day', format.money],
  trend: ['Trend a day', format.money],
  variance: ['Variance', (value) => format.number(value, 6)],
  day_of_week: ['Day of the week', String],
  day_of_month: ['Day of the month', String],
  day_of_year: ['Day of the year', String],
  week: ['Week', String],
  quarter: ['Quarter', String],
  year: ['Year', String],
  is_weekend: ['Weekend', yesOrNo],
  is_month_end: ['End of the month', yesOrNo],
  first_day: ['First day', format.date],
  last_day: ['Last day', format.date],
  price_before: ['Price before', format.money],
  price_after: ['Price after', format.money],
};

/** For each analysis: its question, its summary for the coin, and its chart. */
const ANALYSES = {
  'monthly-average': {
    lead: 'The mean of the daily prices of each calendar month. Months with missing days are marked by their number of days.',
    words: (rows) => {
      const [last, best] = [rows.at(-1), most(rows, (row) => row.average_price)];
      return `In ${format.month(last.month)} the average price was ${format.money(last.average_price)} (${last.days} of ${last.days_in_month} days). `
        + `The highest monthly average was ${format.money(best.average_price)}, in ${format.month(best.month)}.`;
    },
    chart: (rows) => ({
      label: `Average price in ${format.unit()} by month`, axis: months(rows), format: format.money,
      lines: [{ label: 'Average price', values: rows.map((row) => row.average_price), colour: 'fan', width: 2 }],
    }),
  },
  'monthly-range': {
    lead: 'The highest and the lowest daily price of each calendar month, and how far they are apart.',
    words: (rows) => {
      const wide = most(rows, (row) => row.range_percent);
      return `The widest month was ${format.month(wide.month)}: from ${format.money(wide.lowest_price)} on ${format.date(wide.lowest_on)} `
        + `to ${format.money(wide.highest_price)} on ${format.date(wide.highest_on)}, a range of ${percent(wide.range_percent)}.`;
    },
    chart: (rows) => ({
      label: `Highest and lowest price in ${format.unit()} by month`, axis: months(rows), format: format.money,
      bands: [{ label: 'Lowest to highest', lower: rows.map((row) => row.lowest_price), upper: rows.map((row) => row.highest_price), colour: 'fan', alpha: 0.25 }],
    }),
  },
  risk: {
    lead: 'The worst change from one day to the next in each calendar month. The risk is high if the price fell by 50% or more, medium if it fell by more than 20%, else low.',
    words: (rows) => {
      const known = rows.filter((row) => row.worst_change_percent !== null);
      const of = (risk) => rows.filter((row) => row.risk === risk).length;
      const worst = most(known, (row) => -row.worst_change_percent);
      return `Of ${format.count(rows.length, 'month')}, ${of('low')} had a low risk, ${of('medium')} a medium and ${of('high')} a high one.`
        + (worst ? ` The worst day was in ${format.month(worst.month)}: ${signed(worst.worst_change_percent)}.` : '');
    },
    chart: (rows) => ({
      label: 'Worst daily change in percent by month', axis: months(rows), rule: 0, format: signed,
      lines: [['low', 'muted'], ['medium', 'warn'], ['high', 'bad']].map(([risk, colour]) => ({
        label: `Risk ${risk}`, colour, bars: true, values: rows.map((row) => (row.risk === risk ? row.worst_change_percent : null)),
      })),
    }),
  },
  'rises-after-falls': {
    lead: 'A fall is a run of four or more days, each with a lower price than the day before. The rise is counted from the last of these days: to the next day, and to the last day before the price falls again.',
    words: ([row]) => `There were ${format.count(row.episodes, 'fall')}. On average the price then changed by ${signed(row.next_day_percent)} to the next day `
      + `(known for ${format.integer(row.next_day_count)}) and by ${signed(row.until_fall_percent)} until it fell again (known for ${format.integer(row.until_fall_count)}).`,
    chart: ([row]) => ({
      label: 'Average rise after a fall in percent', xName: '', names: ['To the next day', 'Until the next fall'], axis: [0, 1], rule: 0, format: signed, height: 220,
      lines: [{ label: 'Average rise', colour: 'fan', bars: true, values: [row.next_day_percent, row.until_fall_percent] }],
    }),
  },
  features: {
    lead: 'What a model of your own could learn from: the prices of the latest seven days, their trend and variance, the calendar, and the next day’s price. The chart shows the trend: the slope of a straight line through seven days of prices.',
    words: (rows) => {
      const last = rows.findLast((row) => row.trend !== null);
      return last ? `In the seven days to ${format.date(last.date)} the price ${last.trend < 0 ? 'fell' : 'rose'} by ${format.money(Math.abs(last.trend))} a day.`
        : 'No seven days in a row have a price, so there is no trend yet.';
    },
    chart: (rows) => {
      const axis = everyDay(rows[0].date, rows.at(-1).date);
      return {
        label: `Trend of seven days in ${format.unit()} a day`, axis, rule: 0, format: format.money,
        lines: [{ label: 'Trend', values: align(axis, rows, (row) => row.trend, (row) => row.date), colour: 'fan', width: 1.25 }],
      };
    },
  },
  gaps: {
    lead: 'Days without a price between the first and the last one.',
    none: 'Every day between the first and the last price has one.',
    words: (rows) => {
      const longest = most(rows, (row) => row.days);
      return `${format.count(rows.length, 'gap')} with ${format.count(rows.reduce((sum, { days }) => sum + days, 0), 'missing day')}. `
        + `The longest lasts ${format.count(longest.days, 'day')}, from ${format.date(longest.first_day)} to ${format.date(longest.last_day)}.`;
    },
    chart: (rows, prices) => {
      const axis = everyDay(prices[0].date, prices.at(-1).date);
      return {
        label: `Price in ${format.unit()} with the gaps marked`, axis, format: format.money,
        lines: [{ label: 'Price', values: align(axis, prices, (row) => row.price, (row) => row.date), colour: 'ink' }],
        gaps: rows.map((row) => ({ from: row.first_day, to: row.last_day })),
      };
    },
  },
};

export function show(app) {
  const body = h('div', { class: 'notes' });
  const choose = h('select', { id: 'analysis', onchange: () => app.go({ analysis: choose.value }) });
  const trouble = h('div', { role: 'status' });
  const address = () => `/analysis/${encodeURIComponent(app.state.analysis)}`;
  const save = button('CSV', () => api.download(address(), { coin: app.state.coin, limit: LONGEST }, 'text/csv', `${app.state.coin}-${app.state.analysis}.csv`)
    .then(() => trouble.replaceChildren(), (problem) => trouble.replaceChildren(note('bad', format.prose(problem.detail)))));

  function update() {
    const { coin, analysis } = app.state;
    const { lead, none, words, chart } = ANALYSES[analysis];
    fill(body, async () => {
      const [offered, answer, history] = await Promise.all([
        api.get('/analysis'),
        coin ? api.get(address(), { coin, limit: LONGEST }) : { rows: [] },
        coin && analysis === 'gaps' ? api.get(api.ofCoin(coin, '/prices')) : { prices: [] },
      ]);
      return { offered, rows: answer.rows, prices: history.prices };
    }, ({ offered, rows, prices }) => {
      choose.replaceChildren(...offered.map(({ name }) => h('option', { value: name }, title(name))));
      choose.value = analysis;
      const { question } = offered.find(({ name }) => name === analysis);
      return [
        h('div', {}, h('h3', {}, question), h('p', { class: 'lead' }, lead)),
        ...(rows.length ? [
          h('p', { class: 'words' }, words(rows, prices)),
          new Chart({ name: `analysis-${analysis}`, coin, ...chart(rows, prices) }).element,
          rowTable(title(analysis), rows),
          h('p', { class: 'lead' }, extent(rows.length)),
        ] : [empty('No results', none ?? 'There are not enough prices of this coin for this analysis.')]),
      ];
    });
  }

  return { element: h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Analyses'),
      h('div', { class: 'control' }, h('label', { class: 'name', for: 'analysis' }, 'Analysis'), choose),
      h('div', { class: 'end' }, save)), trouble),
    h('section', { class: 'panel' }, body)), update };
}

function title(name) {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

function extent(rows) {
  return rows > SHOWN ? `The newest ${SHOWN} of ${format.integer(rows)} rows; the CSV holds all.` : format.count(rows, 'row');
}

function rowTable(caption, rows) {
  const columns = Object.keys(rows[0]).filter((name) => name !== 'coin' && rows.some((row) => row[name] !== null));
  const isFigure = (name) => rows.some((row) => typeof row[name] === 'number');
  return table(caption, columns.map((name) => {
    const [heading, write] = COLUMNS[name] ?? [name.replaceAll('_', ' '), String];
    return {
      title: heading, number: isFigure(name),
      cell: (row) => h('span', { class: 'nowrap' }, row[name] === null ? '–' : write(row[name])),
    };
  }), rows.slice(-SHOWN).reverse());
}

function months(rows) {
  return rows.map(({ month }) => seconds(month));
}

function most(rows, value) {
  return rows.reduce((best, row) => (best && value(best) >= value(row) ? best : row), null);
}

function percent(value) {
  return format.percent(value, 2);
}

function signed(value) {
  return format.change(value === null ? null : value / 100);
}

function yesOrNo(value) {
  return value ? 'yes' : 'no';
}
