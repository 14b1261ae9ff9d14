// Drop area for price files: previews what an import would store, and imports.

import * as api from './api.js';
import { asOperator, tellTrouble } from './account.js';
import { button, empty, h, id, note, table } from './dom.js';
import * as format from './format.js';

const ROWS = 10;

const RULES = [['', 'as the format says'], ['open', 'that of 00:00 UTC of its date'], ['close', 'that of the day after its date']];

/**
 * @param coin returns the id of the current coin, for files that name none
 * @param onstored called after prices are stored
 */
export function uploadPanel(coin, onstored) {
  const titleId = id('upload');
  const result = h('div', { class: 'notes', role: 'status' });
  const options = h('div', { class: 'controls', hidden: true });
  const actions = h('div', { class: 'control', hidden: true });
  const input = h('input', { type: 'file', class: 'hidden', onchange: () => choose(input.files[0]) });
  const zone = h('label', {
    class: 'drop',
    ondragover: (event) => {
      event.preventDefault();
      zone.classList.add('over');
    },
    ondragleave: () => zone.classList.remove('over'),
    ondrop: (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      choose(event.dataTransfer.files[0]);
    },
  }, input, h('strong', {}, 'Drop a file here, or choose one'),
  h('span', {}, 'CSV or JSON lines, also packed by gzip or zip: from CoinGecko, CryptoDataDownload, Yahoo Finance, Binance, CoinMarketCap, this service, or any table with a date and a price. Nothing is stored before you have seen what would be.'));

  const named = h('input', { type: 'text', onchange: preview });
  const rule = h('select', { onchange: preview }, RULES.map(([value, title]) => h('option', { value }, title)));
  const dates = h('input', { type: 'text', placeholder: 'd/M/yyyy', onchange: preview });
  options.append(...[['Coin, if the file names none', named], ['A price is', rule], ['Format of dates', dates]]
    .map(([title, control]) => h('label', { class: 'control' }, title, control)));

  let file = null;

  function choose(chosen) {
    if (!chosen) {
      return;
    }
    file = chosen;
    named.value = '';
    rule.value = '';
    dates.value = '';
    options.hidden = false;
    preview();
  }

  const send = (isTrial) => asOperator(() => api.upload('/imports', {
    coin: named.value.trim() || null, day: rule.value || null, date_format: dates.value.trim() || null, dry_run: isTrial,
  }, file));

  async function preview() {
    actions.hidden = true;
    result.replaceChildren(h('p', {}, `Reading ${file.name} …`));
    try {
      const report = await send(true);
      actions.replaceChildren(h('button', { type: 'button', class: 'primary', onclick: store, disabled: report.accepted === 0 },
        `Store ${format.count(report.accepted, 'price')}`), button('Discard', discard));
      actions.hidden = false;
      result.replaceChildren(...told(report), firstRows(report), rejected(report));
    } catch (problem) {
      if (problem.parameter === 'coin' && !named.value) {
        named.value = coin();
        await preview();
        return;
      }
      result.replaceChildren();
      tellTrouble(result, problem);
    }
  }

  async function store() {
    actions.hidden = true;
    try {
      const report = await send(false);
      api.forget();
      result.replaceChildren(note('good', `${format.count(report.stored, 'day')} added or changed. `,
        report.coins_added.length ? `New coins: ${report.coins_added.join(', ')}. ` : '', 'Models move over new days in the background.'), rejected(report));
      options.hidden = true;
      input.value = '';
      onstored();
    } catch (problem) {
      actions.hidden = false;
      tellTrouble(result, problem);
    }
  }

  function discard() {
    result.replaceChildren();
    options.hidden = true;
    actions.hidden = true;
    input.value = '';
  }

  return h('section', { class: 'panel', 'aria-labelledby': titleId },
    h('h2', { id: titleId }, 'Import prices'), zone, options, result, actions);
}

function told(report) {
  return [
    h('p', {}, `Recognised: ${report.format}; ${report.day_rule}.`),
    report.unused_columns.length ? h('p', { class: 'lead' }, `Columns not used: ${report.unused_columns.join(', ')}.`) : null,
  ].filter(Boolean);
}

function firstRows(report) {
  return report.first_rows.length ? table(`The first of ${format.count(report.accepted, 'price')}, as they would be stored`, [
    { title: 'Coin', cell: (row) => row.coin },
    { title: 'Day', cell: (row) => h('span', { class: 'nowrap' }, format.date(row.date)) },
    { title: 'Price', number: true, cell: (row) => format.exact(row.price) },
    { title: 'Market cap', number: true, cell: (row) => format.exact(row.market_cap) },
    { title: 'Volume', number: true, cell: (row) => format.exact(row.volume) },
  ], report.first_rows.slice(0, ROWS), { visibleCaption: true }) : empty('No line can be stored');
}

function rejected(report) {
  return report.rejected === 0 ? '' : table(
    `${format.count(report.rejected, 'line')} rejected${report.rejected > report.rejected_lines.length ? `, of which the first ${format.integer(report.rejected_lines.length)}` : ''}`, [
      { title: 'Line', number: true, cell: (line) => format.integer(line.number) },
      { title: 'Why', cell: (line) => line.reason },
    ], report.rejected_lines, { visibleCaption: true });
}
