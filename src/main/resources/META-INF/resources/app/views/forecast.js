// Prices and the forecast fan.

import * as api from '../api.js';
import { chances } from '../chances.js';
import { Chart } from '../charts.js';
import { credits } from '../credits.js';
import { align, awaited, fan, forecastEnd, today, visible } from '../days.js';
import { button, checkbox, choice, disclosure, empty, fill, h, id, note, table } from '../dom.js';
import { findings, markLegend } from '../findings.js';
import * as format from '../format.js';
import { rangeControls, zooming } from '../range.js';
import { LEVELS, horizon as parseHorizon, LONGEST_HORIZON } from '../state.js';

const HORIZONS = [7, 30, 90, 365];

export function show(app) {
  const body = h('div', { class: 'notes' });
  const controls = controlsOf(app);
  const panel = h('section', { class: 'panel', 'aria-labelledby': 'forecast-title' },
    h('header', {}, h('h2', { id: 'forecast-title' }, 'Price and forecast'), controls.range),
    controls.element, body, controls.files);
  const risk = chances(app);
  const legend = h('div');
  const volumes = h('div');
  let chart = null;
  let volumeChart = null;
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
      volumeChart = null;
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

  function parts(answer) {
    const { prices, forecast, problem } = answer;
    controls.offer(prices.some(({ volume }) => volume !== null));
    if (!prices.length) {
      return empty('No prices yet', 'The next crawl fetches them; the view Runs shows its progress.');
    }
    const drawing = draw(answer);
    tables = [
      forecast && disclosure(`Forecast as a table (${format.count(forecast.days.length, 'day')})`, () => forecastTable(forecast),
        { open: app.state.table, ontoggle: (table) => app.state.table === table || app.go({ table }, { replace: true }) }),
      disclosure('Prices as a table', () => priceTable(prices, app.state)),
    ];
    return [
      drawing,
      credits(prices),
      volumes,
      legend,
      forecast && h('div', { class: 'two' },
        h('p', { class: 'words' }, inWords(prices, forecast)),
        h('div', { class: 'notes' }, forecast.notes.map((text) => note('', format.prose(text))))),
      problem ? note('warn', `There is no forecast: ${format.prose(problem.detail)}`) : null,
      ...tables,
    ];
  }

  function draw(answer = loaded) {
    if (!answer?.prices.length) {
      return null;
    }
    const options = chartOptions(app, answer);
    const { marks, prices } = answer;
    const hasFindings = marks.anomalies.length || marks.jumps.length || marks.gaps.length;
    legend.replaceChildren(...(app.state.marks && hasFindings ? [markLegend(marks, options.view)] : []));
    if (chart) {
      chart.update(options);
      tables.at(-1)?.refresh();
    } else {
      chart = new Chart(options);
    }
    const isShown = app.state.volume && prices.some(({ volume }) => volume !== null);
    if (isShown && volumeChart) {
      volumeChart.update(volumeOptions(prices, options));
    } else {
      volumeChart = isShown ? new Chart(volumeOptions(prices, options)) : null;
      volumes.replaceChildren(...(isShown ? [volumeChart.element] : []));
    }
    return chart.element;
  }

  return { element: h('div', { class: 'view' }, panel, risk.element), update };
}

/**
 * Loads each part separately: a coin without a model still has prices, and one without findings still has a forecast.
 */
async function load(coin, horizon, levels) {
  const status = await api.get(api.ofCoin(coin));
  const [history, forecast, marks] = await Promise.all([
    api.get(api.ofCoin(coin, '/prices')),
    api.get(api.ofCoin(coin, '/forecast'), { to: forecastEnd([status], horizon), level: levels.join(',') }).catch((problem) => ({ problem })),
    findings(coin),
  ]);
  return { status, prices: history.prices, marks, ...(forecast.problem ? { forecast: null, ...forecast } : { forecast }) };
}

function controlsOf(app) {
  const range = rangeControls(app);
  const horizons = choice('Horizon', HORIZONS.map((value) => ({ value, title: `${value} d`, name: `${value} days` })), null,
    (horizon) => app.go({ horizon }));
  const days = h('input', { type: 'number', min: 1, max: LONGEST_HORIZON, 'aria-label': 'Horizon in days from today', onchange: () => {
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
  const volume = checkbox('Volume', false, (value) => app.go({ volume: value }, { replace: true }));
  volume.hidden = true;
  const trouble = h('div', { role: 'status' });
  const save = (title, path, parameters, file) => button(title, async () => {
    try {
      await api.download(path(), await parameters(), 'text/csv', file());
      trouble.replaceChildren();
    } catch (problem) {
      trouble.replaceChildren(note('bad', format.prose(problem.detail)));
    }
  });

  const options = h('div', { class: 'controls options', id: id('options') },
    h('div', { class: 'control' }, h('span', { class: 'name' }, 'Days ahead'), horizons, days),
    levels, log, marks, volume);
  // On a phone there is room for one row of controls above the chart, so this button toggles the rest.
  const more = button('Options', () => {
    const isOpen = options.classList.toggle('open');
    more.setAttribute('aria-expanded', String(isOpen));
  }, { class: 'more', 'aria-expanded': 'false', 'aria-controls': options.id });

  const boxes = new Map();
  return {
    range: h('div', { class: 'controls' }, range.elements, more),
    element: options,
    files: h('div', { class: 'notes' }, h('div', { class: 'controls' },
      save('Forecast CSV', () => api.ofCoin(app.state.coin, '/forecast'),
        async () => ({ to: forecastEnd([await api.get(api.ofCoin(app.state.coin))], app.state.horizon), level: app.state.levels.join(',') }),
        () => `${app.state.coin}-forecast.csv`),
      save('Prices CSV', () => api.ofCoin(app.state.coin, '/prices'), () => ({}), () => `${app.state.coin}-prices.csv`)), trouble),
    /** Shows the volume option only if there is a volume. */
    offer(hasVolume) {
      volume.hidden = !hasVolume;
    },
    sync() {
      const { state } = app;
      range.sync();
      volume.set(state.volume);
      horizons.set(state.horizon);
      days.value = state.horizon;
      log.set(state.log);
      marks.set(state.marks);
      const offered = [...new Set([...LEVELS, ...state.levels])].sort((a, b) => a - b);
      if (offered.join() !== [...boxes.keys()].join()) {
        boxes.clear();
        offered.forEach((level) => boxes.set(level, checkbox(`${level}%`, false, (isOn) => {
          const others = app.state.levels.filter((other) => other !== level);
          app.go({ levels: isOn ? [...others, level].sort((a, b) => a - b) : others });
        })));
        levels.replaceChildren(h('legend', {}, 'Intervals'), ...boxes.values());
      }
      boxes.forEach((box, level) => box.set(state.levels.includes(level)));
    },
  };
}

function chartOptions(app, { status, prices, forecast, marks }) {
  const { state } = app;
  const end = [forecast?.days.at(-1)?.day, today(status)].filter(Boolean).sort().at(-1);
  const lines = fan(prices, forecast, end);
  const zoom = zooming(app, prices[0].date, prices.at(-1).date, end);
  const { view } = zoom;
  const tag = (name) => (value, isWide) => (isWide ? `${name} ${format.shortMoney(value)}` : format.shortMoney(value));
  return {
    ...zoom,
    name: 'forecast',
    coin: state.coin,
    label: `Price in ${format.unit()} from ${format.date(view.from)} to ${format.date(view.to)}${forecast ? `, with the forecast from ${format.date(forecast.days[0].day)} on` : ''}`,
    axis: lines.axis,
    bands: lines.limits.map(({ level, lower, upper }) => ({ label: `${level}%`, lower, upper, colour: 'fan', alpha: 0.14, tag: tag(`${level}%`) })),
    lines: [
      { label: 'Price', values: lines.history, colour: 'ink', tag: tag('last') },
      ...(forecast ? [{ label: 'Median forecast', values: lines.median, colour: 'fan', dash: [6, 4], tag: tag('median') }] : []),
    ],
    marks: state.marks ? marks.points(prices) : [],
    gaps: state.marks ? marks.gaps : [],
    today: today(status),
    awaited: awaited(status),
    log: state.log,
    format: format.money,
  };
}

/** The volume below the prices, on the same days. */
function volumeOptions(prices, { axis, view, home, onzoom, onreset, coin }) {
  return {
    axis, view, home, onzoom, onreset, coin,
    name: 'volume',
    label: `Volume in ${format.unit()} from ${format.date(view.from)} to ${format.date(view.to)}`,
    lines: [{ label: 'Volume', values: align(axis, prices, (row) => row.volume, (row) => row.date), colour: 'muted', bars: true }],
    format: (value) => format.money(Math.round(value)),
    rule: 0,
    height: 130,
  };
}

function inWords(prices, { days, levels, model }) {
  const last = days.at(-1);
  const known = prices.find((row) => row.date === model.origin) ?? prices.at(-1);
  const interval = (level) =>
    `between ${format.money(last[`lower_${level}`])} and ${format.money(last[`upper_${level}`])} with ${format.percent(level, 3)} probability`;
  const change = format.change(last.price / known.price - 1);
  return `The median forecast for ${format.date(last.day)} is ${format.money(last.price)}, `
    + `${change === format.change(0) ? 'the same as' : `${change} from`} the price on ${format.date(known.date)}: the price is as likely to be above it as below.`
    + (levels.length ? ` It lies ${levels.map(interval).join(', and ')}.` : '');
}

function forecastTable({ coin, days, levels }) {
  return table(`Forecast of ${coin} in ${format.unit()}`, [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, `${format.weekday(row.day)} ${format.date(row.day)}`) },
    { title: 'Median', number: true, cell: (row) => format.exact(row.price) },
    ...levels.flatMap((level) => [
      { title: `${level}% from`, number: true, cell: (row) => format.exact(row[`lower_${level}`]) },
      { title: `${level}% to`, number: true, cell: (row) => format.exact(row[`upper_${level}`]) },
    ]),
  ], days);
}

function priceTable(prices, state) {
  const { from, to } = visible(state, prices[0].date, prices.at(-1).date);
  const rows = prices.filter((row) => row.date >= from && row.date <= to).reverse();
  return table(`Prices in ${format.unit()} from ${format.date(from)} to ${format.date(to)}, the newest first`, [
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.date)) },
    { title: 'Price', number: true, cell: (row) => format.exact(row.price) },
    { title: 'Market cap', number: true, cell: (row) => (row.market_cap == null ? '–' : format.integer(Math.round(row.market_cap))) },
    { title: 'Volume', number: true, cell: (row) => (row.volume == null ? '–' : format.integer(Math.round(row.volume))) },
    { title: 'Source', cell: (row) => row.source },
  ], rows, { visibleCaption: true });
}
