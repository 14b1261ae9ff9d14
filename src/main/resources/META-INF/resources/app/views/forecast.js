// Prices so far and the fan of what may come.

import * as api from '../api.js';
import { chances } from '../chances.js';
import { Chart } from '../charts.js';
import { fan, visible } from '../days.js';
import { button, checkbox, choice, disclosure, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';
import { LEVELS, RANGES, horizon as parseHorizon, LONGEST_HORIZON } from '../state.js';
import { findings, markLegend } from '../findings.js';

const HORIZONS = [7, 30, 90, 365];

export function show(app) {
  const body = h('div', { class: 'notes' });
  const controls = controlsOf(app);
  const panel = h('section', { class: 'panel', 'aria-labelledby': 'forecast-title' },
    h('header', {}, h('h2', { id: 'forecast-title' }, 'Price and forecast'), controls.range),
    controls.element, body, controls.files);
  const risk = chances(app);
  let chart = null;
  let asked = null;

  function update() {
    const { coin, horizon, levels } = app.state;
    controls.sync();
    const wanted = JSON.stringify([coin, horizon, levels]);
    if (asked === wanted) {
      draw();
      ask();
      return;
    }
    asked = wanted;
    fill(body, () => load(coin, horizon, levels), (answer) => {
      loaded = answer;
      chart = null;
      ask();
      return parts(answer);
    }, 'plot');
  }

  let loaded = null;
  let tables = [];

  function ask() {
    if (loaded) {
      risk.update(loaded.prices.at(-1), loaded.forecast);
    }
  }

  function parts({ prices, forecast, problem, marks }) {
    if (!prices.length) {
      return empty('No prices yet', 'They come with the next crawl; the view Runs shows how it stands.');
    }
    const drawing = draw({ prices, forecast, marks });
    tables = [
      forecast && disclosure(`Forecast as a table (${format.count(forecast.days.length, 'day')})`, () => forecastTable(forecast),
        { open: app.state.table, ontoggle: (table) => app.state.table === table || app.go({ table }, { replace: true }) }),
      disclosure('Prices as a table', () => priceTable(prices, app.state)),
    ];
    return [
      drawing,
      marks.anomalies.length || marks.jumps.length || marks.gaps.length ? markLegend(marks) : null,
      forecast && h('div', { class: 'two' },
        h('p', { class: 'words' }, inWords(prices, forecast)),
        h('div', { class: 'notes' }, forecast.notes.map((text) => note('', text)))),
      problem ? note('warn', `There is no forecast: ${problem.detail}`) : null,
      ...tables,
    ];
  }

  function draw(answer = loaded) {
    if (!answer?.prices.length) {
      return null;
    }
    const options = chartOptions(app, answer);
    if (chart) {
      chart.update(options);
      tables.at(-1)?.refresh();
    } else {
      chart = new Chart(options);
    }
    return chart.element;
  }

  return { element: h('div', { class: 'view' }, panel, risk.element), update };
}

/** A coin without a model has prices all the same, and a coin without findings a forecast. */
async function load(coin, horizon, levels) {
  const [history, forecast, marks] = await Promise.all([
    api.get(api.ofCoin(coin, '/prices')),
    api.get(api.ofCoin(coin, '/forecast'), { horizon, level: levels.join(',') }).catch((problem) => ({ problem })),
    findings(coin),
  ]);
  return { prices: history.prices, marks, ...(forecast.problem ? { forecast: null, ...forecast } : { forecast }) };
}

function controlsOf(app) {
  const ranges = choice('Range', RANGES.map((value) => ({ value, title: value === 'all' ? 'All' : value.toUpperCase(), name: rangeName(value) })),
    null, (range) => app.go({ range, from: null, to: null }));
  const zoomedOut = button('Reset zoom', () => app.go({ from: null, to: null }));
  const horizons = choice('Horizon', HORIZONS.map((value) => ({ value, title: `${value} d`, name: `${value} days` })), null,
    (horizon) => app.go({ horizon }));
  const days = h('input', { type: 'number', min: 1, max: LONGEST_HORIZON, 'aria-label': 'Horizon in days', onchange: () => {
    const horizon = parseHorizon(days.value);
    if (horizon) {
      app.go({ horizon });
    } else {
      days.value = app.state.horizon;
    }
  } });
  const levels = h('fieldset', {});
  const log = checkbox('Log scale', false, (value) => app.go({ log: value }));
  const marks = checkbox('Findings', false, (value) => app.go({ marks: value }, { replace: true }));
  const trouble = h('div', { role: 'status' });
  const save = (title, path, parameters, file) => button(title, () => api.download(path(), parameters(), 'text/csv', file())
    .then(() => trouble.replaceChildren(), (problem) => trouble.replaceChildren(note('bad', problem.detail))));

  const boxes = new Map();
  return {
    range: h('div', { class: 'controls' }, zoomedOut, ranges),
    element: h('div', { class: 'controls' },
      h('div', { class: 'control' }, h('span', { class: 'name' }, 'Horizon'), horizons, days),
      levels, log, marks),
    files: h('div', { class: 'notes' }, h('div', { class: 'controls' },
      save('Forecast CSV', () => api.ofCoin(app.state.coin, '/forecast'),
        () => ({ horizon: app.state.horizon, level: app.state.levels.join(',') }), () => `${app.state.coin}-forecast.csv`),
      save('Prices CSV', () => api.ofCoin(app.state.coin, '/prices'), () => ({}), () => `${app.state.coin}-prices.csv`)), trouble),
    sync() {
      const { state } = app;
      ranges.set(state.from ? null : state.range);
      zoomedOut.hidden = !state.from;
      horizons.set(state.horizon);
      days.value = state.horizon;
      log.set(state.log);
      marks.set(state.marks);
      const offered = [...new Set([...LEVELS, ...state.levels])].sort((a, b) => a - b);
      if (offered.join() !== [...boxes.keys()].join()) {
        boxes.clear();
        offered.forEach((level) => boxes.set(level, checkbox(`${level} %`, false, (isOn) => {
          const others = app.state.levels.filter((other) => other !== level);
          app.go({ levels: isOn ? [...others, level].sort((a, b) => a - b) : others });
        })));
        levels.replaceChildren(h('legend', {}, 'Intervals'), ...boxes.values());
      }
      boxes.forEach((box, level) => box.set(state.levels.includes(level)));
    },
  };
}

function rangeName(range) {
  return { '1m': 'One month', '3m': 'Three months', '1y': 'One year', all: 'All days' }[range];
}

function chartOptions(app, { prices, forecast, marks }) {
  const { state } = app;
  const lines = fan(prices, forecast);
  const end = forecast?.days.at(-1)?.day ?? prices.at(-1).date;
  const view = visible(state, prices[0].date, prices.at(-1).date, end);
  return {
    name: 'forecast',
    label: `Price in USD from ${format.date(view.from)} to ${format.date(view.to)}${forecast ? `, with the forecast from ${format.date(forecast.days[0].day)} on` : ''}`,
    axis: lines.axis,
    bands: lines.limits.map(({ level, lower, upper }) => ({ label: `${level} %`, lower, upper, colour: 'fan', alpha: 0.14 })),
    lines: [
      { label: 'Price', values: lines.history, colour: 'ink' },
      ...(forecast ? [{ label: 'Median forecast', values: lines.median, colour: 'fan', dash: [6, 4] }] : []),
    ],
    marks: state.marks ? marks.points(prices) : [],
    gaps: state.marks ? marks.gaps : [],
    origin: forecast && prices.at(-1).date,
    view,
    log: state.log,
    format: format.price,
    onzoom: (from, to) => app.go({ from, to }),
    onreset: () => app.go({ from: null, to: null }),
  };
}

function inWords(prices, { days, levels, model }) {
  const last = days.at(-1);
  const known = prices.find((row) => row.date === model.origin) ?? prices.at(-1);
  const interval = (level) =>
    `${format.percent(level, 3)} between ${format.usd(last[`lower_${level}`])} and ${format.usd(last[`upper_${level}`])}`;
  const change = format.change(last.price / known.price - 1);
  return `On ${format.date(last.day)} the median forecast is ${format.usd(last.price)}, `
    + `${change === format.change(0) ? 'the same as' : `${change} against`} the ${format.usd(known.price)} of ${format.date(known.date)}: half of what may happen lies above, half below.`
    + (levels.length ? ` The model gives ${levels.map(interval).join(', and ')}.` : '');
}

function forecastTable({ coin, days, levels }) {
  return table(`Forecast of ${coin} in USD`, [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, `${format.weekday(row.day)} ${format.date(row.day)}`) },
    { title: 'Median', number: true, cell: (row) => format.exact(row.price) },
    ...levels.flatMap((level) => [
      { title: `${level} % from`, number: true, cell: (row) => format.exact(row[`lower_${level}`]) },
      { title: `${level} % to`, number: true, cell: (row) => format.exact(row[`upper_${level}`]) },
    ]),
  ], days);
}

function priceTable(prices, state) {
  const { from, to } = visible(state, prices[0].date, prices.at(-1).date);
  const rows = prices.filter((row) => row.date >= from && row.date <= to).reverse();
  return table(`Prices in USD from ${format.date(from)} to ${format.date(to)}, the newest first`, [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.date)) },
    { title: 'Price', number: true, cell: (row) => format.exact(row.price) },
    { title: 'Market cap', number: true, cell: (row) => (row.market_cap == null ? '–' : format.integer(Math.round(row.market_cap))) },
    { title: 'Volume', number: true, cell: (row) => (row.volume == null ? '–' : format.integer(Math.round(row.volume))) },
    { title: 'Source', cell: (row) => row.source },
  ], rows, { visibleCaption: true });
}
