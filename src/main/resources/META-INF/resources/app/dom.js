// Builds elements without HTML strings, so that content from the service can never become script.

import * as format from './format.js';

/**
 * Creates an element. Properties that begin with "on" are listeners, booleans are present or absent, all others are
 * attributes; children that are null or false are skipped.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked') {
      element[name] = value;
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A colour of the page's palette in the current mode, light or dark. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

let ids = 0;

/** A unique element id. */
export function id(prefix) {
  return `${prefix}-${++ids}`;
}

/** Announces a text to screen readers. */
export function announce(text) {
  document.getElementById('announcements').textContent = text;
}

const wide = new ResizeObserver((entries) => entries.forEach(({ target }) => {
  target.previousElementSibling.hidden = target.scrollWidth <= target.clientWidth + 1;
}));

/**
 * A table in a region that scrolls if it is wider than the page, and is announced as scrollable.
 *
 * @param columns each with `title`, `cell` (a function of a row), and `number` if its cells are figures
 * @param cards whether narrow screens show each row as a card, so that no cell requires scrolling; the roles are for
 *     screen readers, which would otherwise not recognise such a table
 */
export function table(caption, columns, rows, { rowClass = () => null, visibleCaption = false, cards = false } = {}) {
  const className = (column) => (column.number ? 'number' : null);
  const cell = (column, row, i) => {
    const isName = i === 0 && !column.plain;
    return h(isName ? 'th' : 'td', {
      class: className(column), scope: isName ? 'row' : null, role: isName ? 'rowheader' : 'cell', 'data-title': column.title,
    }, column.cell(row));
  };
  const region = h('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption },
    h('table', { role: 'table', class: cards ? 'cards' : null },
      h('caption', { class: visibleCaption ? null : 'hidden' }, caption),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map((column) =>
        h('th', { scope: 'col', role: 'columnheader', class: className(column) }, column.title)))),
      h('tbody', { role: 'rowgroup' }, rows.map((row) => h('tr', { role: 'row', class: rowClass(row) }, columns.map((column, i) => cell(column, row, i)))))));
  wide.observe(region);
  return h('div', { class: 'table' }, h('p', { class: 'hint', hidden: true }, 'Scroll the table sideways to see all columns.'), region);
}

/** A collapsed section whose content is created when it is opened. */
export function disclosure(title, content, { open = false, ontoggle = () => {} } = {}) {
  const body = h('div', { class: 'disclosed' });
  const element = h('details', { open, ontoggle: () => {
    body.replaceChildren(...(element.open ? [content()] : []));
    ontoggle(element.open);
  } }, h('summary', {}, title), body);
  if (open) {
    body.replaceChildren(content());
  }
  /** Replaces the content if the section is open. */
  element.refresh = () => element.open && body.replaceChildren(content());
  return element;
}

/** A group of toggle buttons, at most one pressed. `set` changes which one, and keeps the focus. */
export function choice(label, options, chosen, onchoose) {
  const buttons = new Map(options.map(({ value, title, name }) =>
    [value, h('button', { type: 'button', 'aria-label': name, onclick: () => onchoose(value) }, title)]));
  const element = h('div', { class: 'choice', role: 'group', 'aria-label': label }, [...buttons.values()]);
  element.set = (value) => buttons.forEach((one, its) => one.setAttribute('aria-pressed', String(its === value)));
  element.set(chosen);
  return element;
}

export function checkbox(label, checked, onchange) {
  const input = h('input', { type: 'checkbox', checked, onchange: () => onchange(input.checked) });
  const element = h('label', { class: 'check' }, input, label);
  element.set = (value) => { input.checked = value; };
  return element;
}

export function button(title, onclick, properties = {}) {
  return h('button', { type: 'button', onclick, ...properties }, title);
}

/** The time since an instant, updated while it is visible. */
export function ago(instant) {
  return instant ? h('time', { class: 'ago', datetime: instant, title: format.time(instant) }, format.ago(instant)) : format.ago(null);
}

setInterval(() => document.querySelectorAll('time.ago').forEach((element) => {
  const text = format.ago(element.dateTime);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}), 1_000);

/** Placeholder while loading. */
export function skeleton(kind = 'lines') {
  return h('div', { class: `skeleton ${kind}`, 'aria-hidden': 'true' }, h('span'), h('span'), h('span'));
}

export function note(kind, ...content) {
  return h('p', { class: `note ${kind}` }, content);
}

export function empty(title, ...content) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), content.map((text) => h('p', {}, text)));
}

/** An error in the service's own words, with a retry button. */
export function failure(problem, retry) {
  return h('div', { class: 'failure', role: 'alert' },
    h('p', { class: 'empty-title' }, problem.title ?? 'Something went wrong'),
    h('p', {}, format.prose(problem.detail) ?? String(problem)),
    retry && h('p', {}, button('Try again', retry)));
}

export function chip(state) {
  return h('span', { class: `chip ${state}` }, state.replaceAll('_', ' '));
}

/** Replaces the children, but keeps the focus on the same control and the scroll position of the same table. */
export function keepFocus(element, children) {
  const label = element.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const labelled = () => (label ? [...element.querySelectorAll(`[aria-label="${CSS.escape(label)}"]`)] : []);
  const place = labelled().indexOf(document.activeElement);
  const region = () => element.querySelector('.scroll');
  const { scrollLeft, scrollTop } = region() ?? {};
  const caption = region()?.getAttribute('aria-label');
  element.replaceChildren(...children);
  if (caption && region()?.getAttribute('aria-label') === caption) {
    region().scrollTo(scrollLeft, scrollTop);
  }
  labelled()[place]?.focus({ preventScroll: true });
}

/**
 * Fills an element with the result of a promise: a placeholder while loading, the error if it fails. Only the latest
 * call for an element counts.
 */
export async function fill(element, load, show, kind) {
  const turn = Symbol('turn');
  element.turn = turn;
  element.setAttribute('aria-busy', 'true');
  if (!element.firstChild) {
    element.replaceChildren(skeleton(kind));
  }
  try {
    const value = await load();
    if (element.turn === turn) {
      keepFocus(element, [show(value)].flat(Infinity).filter(Boolean));
    }
  } catch (error) {
    if (error.name !== 'AbortError' && element.turn === turn) {
      element.replaceChildren(failure(error, () => {
        element.replaceChildren();
        fill(element, load, show, kind);
      }));
    }
  } finally {
    if (element.turn === turn) {
      element.removeAttribute('aria-busy');
    }
  }
}
