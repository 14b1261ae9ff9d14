// Charts: uPlot for drawing; around it what a canvas lacks: a name, a reading of the values, the keyboard, the page's
// colours in light and dark.

import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { announce, h } from './dom.js';
import { date, number, shortDate, tick, weekday } from './format.js';
import { dayOf, seconds } from './days.js';

const DAY = 86_400;
const FEWEST_DAYS_IN_VIEW = 3;
const TALLEST = 420;
const LOWEST = 260;

/** Room below and above the lines, as a share of what they span. */
const HEADROOM = 0.06;

/** In pixels; charts below each other have their days below each other. */
const NARROWEST_AXIS = 64;

/** So many labels an axis gets, or fewer. */
const LABELS = 6;

const drawn = new Set();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawn.forEach((chart) => chart.redraw()));

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function translucent(name, alpha) {
  return `color-mix(in srgb, ${colour(name)} ${Math.round(alpha * 100)}%, transparent)`;
}

/** Multiples of a round step between two numbers. */
export function ticks(least, most, labels = LABELS) {
  const rough = (most - least) / labels;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough * 0.999);
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return { step, values: Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step) };
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of each power of ten, and plain ones where there is less than one. */
export function logTicks(least, most) {
  if (most / least < 8) {
    return ticks(least, most).values;
  }
  const values = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++) {
    values.push(...[1, 2, 5].map((factor) => factor * 10 ** power).filter((value) => value >= least && value <= most));
  }
  return values;
}

/**
 * A chart of lines and bands over days, or over plain numbers.
 *
 * Options: `name` (of the element, for scripts), `label` (for people), `axis` (seconds of days, or numbers), `lines`
 * (each `label`, `values`, `colour`, and at will `dash`, `width`), `bands` (each `label`, `lower`,
 * `upper`, `colour`, `alpha`; the widest first, the others drawn over it), `marks` (each `day`, `kind`, `label`, `value`), `gaps` (each `from`,
 * `to`), `origin` (a day), `view` (`from`, `to`), `log`, `format` (of a value), `xName` (where there are no days),
 * `height`, `onzoom`, `onreset`, `rule` (a value to draw a line at).
 */
export class Chart {
  constructor(options) {
    this.reading = h('p', { class: 'reading' });
    this.plot = h('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' });
    this.element = h('div', { class: 'chart', 'data-chart': options.name }, this.reading, this.plot);
    this.plot.addEventListener('keydown', (event) => this.#key(event));
    this.plot.addEventListener('blur', () => this.#point(null));
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this.plot);
    drawn.add(this);
    this.update(options);
  }

  update(options) {
    this.options = { lines: [], bands: [], marks: [], gaps: [], format: (value) => number(value), ...options };
    this.plot.setAttribute('aria-label',
      `${options.label}. Arrow keys read values${options.onzoom ? ', plus and minus zoom' : ''}.`);
    this.redraw();
  }

  /** What is being read stays so, if it is still there. */
  redraw() {
    const place = this.place;
    this.u?.destroy();
    this.u = null;
    const width = this.plot.clientWidth;
    if (width) {
      this.u = new uPlot(this.#settings(width, place), this.#data(), this.plot);
      this.u.root.setAttribute('aria-hidden', 'true');
    }
    this.#read(null);
  }

  close() {
    this.observer.disconnect();
    drawn.delete(this);
    this.u?.destroy();
  }

  #fit() {
    if (!this.element.isConnected) {
      if (this.u) {
        this.close();
      }
    } else if (!this.u) {
      this.redraw();
    } else if (this.u.width !== this.plot.clientWidth) {
      this.u.setSize({ width: this.plot.clientWidth, height: this.#height() });
    }
  }

  #height() {
    return this.options.height ?? Math.max(LOWEST, Math.min(TALLEST, Math.round(this.plot.clientWidth * 0.45)));
  }

  get #isTime() {
    return !this.options.xName;
  }

  #data() {
    const { axis, lines, bands } = this.options;
    return [axis, ...bands.flatMap(({ lower, upper }) => [upper, lower]), ...lines.map(({ values }) => values)];
  }

  #settings(width, place) {
    const { lines, bands, log, view, axis } = this.options;
    const text = colour('muted');
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const grid = { stroke: colour('grid'), width: 1 };
    const edge = ({ colour: name, label }) => ({
      label, scale: 'y', stroke: translucent(name, 0.35), width: 1, points: { show: false },
    });
    const range = view && this.#isTime
      ? [seconds(view.from), seconds(view.to)]
      : [axis[0], axis.at(-1) + (axis.length > 1 ? 0 : 1)];
    return {
      width,
      height: this.#height(),
      padding: [12, 12, 0, 0],
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), 'Etc/UTC'),
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: Boolean(this.options.onzoom), y: false, setScale: false },
        points: { size: 7 },
        bind: { dblclick: () => () => { this.options.onreset?.(); return null; } },
      },
      select: { show: Boolean(this.options.onzoom) },
      scales: {
        x: { time: this.#isTime, range: () => range },
        y: { distr: log ? 3 : 1, range: (u, least, most) => this.#bounds(least, most) },
      },
      axes: [
        {
          stroke: text, font, grid: { show: false }, ticks: { stroke: colour('grid'), width: 1, size: 4 }, size: 30, space: 64,
          values: (u, splits, i, space, step) => splits.map((split, nth) => (this.#isTime
            ? shortDate(dayOf(split), step / DAY, nth > 0 ? dayOf(splits[nth - 1]) : null)
            : Number.isInteger(split) ? split : '')),
        },
        {
          stroke: text, font, grid, ticks: { show: false },
          size: (u, values) => Math.max(NARROWEST_AXIS, 8 * Math.max(0, ...(values ?? []).map((value) => value.length)) + 12),
          filter: (u, splits) => splits,
          splits: (u, i, least, most) => (log ? logTicks(least, most) : ticks(least, most).values),
          values: (u, splits) => this.#labels(splits),
        },
      ],
      bands: bands.map(({ colour: name, alpha }, i) => ({
        series: [1 + 2 * i, 2 + 2 * i], fill: translucent(name, alpha),
      })),
      series: [
        {},
        ...bands.flatMap((band) => [edge(band), edge(band)]),
        ...lines.map(({ label, colour: name, dash, width: lineWidth = 1.75 }) => ({
          label, scale: 'y', stroke: colour(name), width: lineWidth, dash,
          points: { show: false },
        })),
      ],
      hooks: {
        ready: [() => axis.includes(place) && this.#point(axis.indexOf(place))],
        drawAxes: [(u) => this.#drawBehind(u)],
        draw: [(u) => this.#drawMarks(u)],
        setCursor: [(u) => this.#read(u.cursor.idx)],
        setSelect: [(u) => this.#select(u)],
      },
    };
  }

  #labels(splits) {
    const step = this.options.log || splits.length < 2 ? 0 : splits[1] - splits[0];
    return splits.map((split) => (step ? tick(split, step) : number(split, 3)));
  }

  /** All that is in view with some room around it, and the rule if there is one. */
  #bounds(least, most) {
    const { rule, log } = this.options;
    if (least === null || least === undefined) {
      return log ? [1, 10] : [0, 1];
    }
    const low = rule === undefined ? least : Math.min(least, rule);
    const high = rule === undefined ? most : Math.max(most, rule);
    if (log) {
      const room = Math.max(1.01, (high / low) ** HEADROOM);
      return [low / room, high * room];
    }
    const room = (high - low || Math.abs(high) || 1) * HEADROOM;
    return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
  }

  #drawBehind(u) {
    const { gaps, origin, rule } = this.options;
    const { ctx, bbox } = u;
    const x = (value) => u.valToPos(value, 'x', true);
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = translucent('warn', 0.18);
    for (const { from, to } of gaps) {
      const left = x(seconds(from) - DAY / 2);
      ctx.fillRect(left, bbox.top, Math.max(2, x(seconds(to) + DAY / 2) - left), bbox.height);
    }
    ctx.strokeStyle = colour('muted');
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    if (origin) {
      ctx.moveTo(x(seconds(origin)), bbox.top);
      ctx.lineTo(x(seconds(origin)), bbox.top + bbox.height);
    }
    if (rule !== undefined) {
      const y = u.valToPos(rule, 'y', true);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    }
    ctx.stroke();
    ctx.restore();
  }

  /** Anomalies as rings, jumps as diamonds: told apart without colour too. */
  #drawMarks(u) {
    const { ctx, bbox } = u;
    const size = 4.5 * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = 1.75 * devicePixelRatio;
    ctx.setLineDash([]);
    for (const { day, value, kind } of this.options.marks) {
      const x = u.valToPos(seconds(day), 'x', true);
      const y = u.valToPos(value, 'y', true);
      ctx.strokeStyle = colour(kind === 'anomaly' ? 'bad' : 'warn');
      ctx.fillStyle = colour('surface');
      ctx.beginPath();
      if (kind === 'anomaly') {
        ctx.arc(x, y, size, 0, 2 * Math.PI);
      } else {
        const reach = size * 1.35;
        ctx.moveTo(x, y - reach);
        ctx.lineTo(x + reach, y);
        ctx.lineTo(x, y + reach);
        ctx.lineTo(x - reach, y);
        ctx.closePath();
      }
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  }

  #select(u) {
    if (u.select.width < 8) {
      return;
    }
    const from = u.posToVal(u.select.left, 'x');
    const to = u.posToVal(u.select.left + u.select.width, 'x');
    u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.#zoom(from, to);
  }

  #zoom(from, to) {
    if (to - from >= FEWEST_DAYS_IN_VIEW * DAY) {
      this.options.onzoom?.(dayOf(from), dayOf(to));
    }
  }

  #key(event) {
    const { axis, view } = this.options;
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (!this.u) {
      this.redraw();
    }
    const inView = (value) => !view || !this.#isTime || (value >= seconds(view.from) && value <= seconds(view.to));
    const first = axis.findIndex(inView);
    const last = axis.findLastIndex(inView);
    const step = event.shiftKey ? 7 : 1;
    const at = this.at ?? last + 1;
    const moves = { ArrowLeft: at - step, ArrowRight: at + step, Home: first, End: last };
    if (event.key in moves) {
      const to = Math.max(first, Math.min(last, moves[event.key]));
      this.#point(to);
      announce(this.reading.textContent);
    } else if (event.key === 'Escape') {
      this.#point(null);
    } else if (this.options.onzoom && (event.key === '+' || event.key === '-')) {
      const [from, to] = [seconds(view.from), seconds(view.to)];
      const middle = this.at === null || this.at === undefined ? (from + to) / 2 : axis[this.at];
      const half = ((to - from) / 2) * (event.key === '+' ? 0.5 : 2);
      this.#zoom(Math.max(axis[0], middle - half), Math.min(axis.at(-1), middle + half));
    } else {
      return;
    }
    event.preventDefault();
  }

  #point(i) {
    if (this.u) {
      this.u.setCursor(i === null
        ? { left: -10, top: -10 }
        : { left: this.u.valToPos(this.options.axis[i], 'x'), top: this.u.over.clientHeight / 2 });
    }
  }

  /** What the chart says at a place of the axis, or what its lines are. */
  #read(i) {
    this.at = i;
    this.place = this.options.axis[i];
    const { axis, lines, bands, marks, format, xName } = this.options;
    const parts = [];
    const swatch = (name, kind) => h('span', { class: `swatch ${kind} ${name}` });
    if (i === null || i === undefined) {
      parts.push(...lines.map((line) => h('span', {}, swatch(line.colour, line.dash ? 'dashed' : 'line'), line.label)));
      parts.push(...bands.map((band, i) => h('span', {}, swatch(band.colour, `area b${Math.min(i, 4)}`), band.label)));
    } else {
      const day = xName ? null : dayOf(axis[i]);
      parts.push(h('strong', {}, day ? `${weekday(day)} ${date(day)}` : `${xName} ${axis[i]}`));
      for (const line of lines.filter(({ values }) => values[i] !== null && values[i] !== undefined)) {
        parts.push(h('span', {}, swatch(line.colour, line.dash ? 'dashed' : 'line'), `${line.label} `, h('b', {}, format(line.values[i]))));
      }
      for (const band of bands.filter(({ lower, upper }) => lower[i] !== null && upper[i] !== lower[i])) {
        parts.push(h('span', {}, `${band.label} `, h('b', {}, `${format(band.lower[i])} to ${format(band.upper[i])}`)));
      }
      parts.push(...marks.filter((mark) => mark.day === day).map((mark) => h('span', { class: `mark ${mark.kind}` }, mark.label)));
    }
    this.reading.replaceChildren(...parts.flatMap((part) => [part, ' ']));
  }
}
