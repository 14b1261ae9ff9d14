// The files of src/main/sql/analysis, executed for the coin.

import * as api from '../api.js';
import { button, empty, fill, h, note, table } from '../dom.js';
import * as format from '../format.js';

const SHOWN = 100;
/** The service's longest page: 27 years of days. */
const LONGEST = 10_000;

export function show(app) {
  const body = h('div', { class: 'notes' });
  const choose = h('select', { id: 'analysis', onchange: () => app.go({ analysis: choose.value }) });
  const trouble = h('div', { role: 'status' });
  const address = () => `/analysis/${encodeURIComponent(app.state.analysis)}`;
  const save = button('CSV', () => api.download(address(), { coin: app.state.coin, limit: LONGEST }, 'text/csv', `${app.state.coin}-${app.state.analysis}.csv`)
    .then(() => trouble.replaceChildren(), (problem) => trouble.replaceChildren(note('bad', problem.detail))));

  function update() {
    const { coin, analysis } = app.state;
    fill(body, async () => {
      const [offered, answer] = await Promise.all([
        api.get('/analysis'), coin ? api.get(address(), { coin, limit: LONGEST }) : { rows: [] },
      ]);
      return { offered, rows: answer.rows };
    }, ({ offered, rows }) => {
      choose.replaceChildren(...offered.map(({ name }) => h('option', { value: name }, title(name))));
      choose.value = analysis;
      const { question, reading } = offered.find(({ name }) => name === analysis);
      return [
        h('div', {}, h('h3', {}, question), h('p', { class: 'lead' }, reading)),
        rows.length ? h('p', {}, extent(rows.length)) : null,
        rows.length ? rowTable(title(analysis), rows) : empty('No rows', 'The stored prices of this coin give this analysis nothing to tell.'),
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
  const columns = Object.keys(rows[0]).filter((name) => name !== 'coin');
  const isFigure = (name) => rows.some((row) => typeof row[name] === 'number');
  return table(caption, columns.map((name) => ({
    title: name.replaceAll('_', ' '), number: isFigure(name), cell: (row) => cell(name, row[name]),
  })), rows.slice(-SHOWN).reverse());
}

function cell(name, value) {
  if (typeof value === 'number') {
    // A year is no amount.
    return Number.isInteger(value) ? String(value) : format.number(value, 6);
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value ?? format.price(null);
}
