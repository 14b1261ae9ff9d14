// Exports a chart as an image: redraws it as SVG, and converts that to PNG on request.

import { colour } from './dom.js';

const FONT = 'font-family="system-ui, sans-serif" font-size="12"';
const ABOVE = 46;
const PIXELS = 2;

export function saveSvg(chart) {
  save(chart, 'svg', new Blob([svg(chart)], { type: 'image/svg+xml' }));
}

export async function savePng(chart) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(chart))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PIXELS;
  canvas.height = image.naturalHeight * PIXELS;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(chart, 'png', blob), 'image/png');
}

function save({ options }, kind, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${[options.coin, options.name].filter(Boolean).join('-')}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function escape(text) {
  return String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function text(x, y, words, fill, attributes = '') {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" ${attributes}>${escape(words)}</text>`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

/** A path through points, interrupted at missing values. */
function path(points) {
  let isOpen = false;
  return points.map((point) => {
    const step = point && `${isOpen ? 'L' : 'M'}${round(point[0])} ${round(point[1])}`;
    isOpen = Boolean(point);
    return step ?? '';
  }).join('');
}

/** Areas between two lines, one per uninterrupted stretch. */
function areas(upper, lower) {
  const stretches = [[]];
  upper.forEach((point, i) => (point && lower[i] ? stretches.at(-1).push([point, lower[i]]) : stretches.push([])));
  return stretches.filter((stretch) => stretch.length > 1)
    .map((stretch) => `${path([...stretch.map(([above]) => above), ...stretch.map(([, below]) => below).reverse()])}Z`).join('');
}

function svg(chart) {
  const { u, options, ticks } = chart;
  const { axis, lines, bands, marks, gaps, awaited, today, origin, rule, label } = options;
  const left = u.over.offsetLeft;
  const top = u.over.offsetTop + ABOVE;
  const width = u.over.clientWidth;
  const height = u.over.clientHeight;
  const x = (value) => u.valToPos(value, 'x');
  const y = (value) => u.valToPos(value, 'y');
  const day = (date) => x(Date.parse(`${date}T00:00:00Z`) / 1000);
  const points = (values) => values.map((value, i) => (value == null || Number.isNaN(value) ? null : [x(axis[i]), y(value)]));
  const muted = colour('muted');
  const upright = (at, dash = '') => `<path d="M${round(at)} 0V${height}" stroke="${muted}" ${dash}/>`;
  const dashed = 'stroke-dasharray="3 4"';
  const halfDay = (x(86_400) - x(0)) / 2;
  const parts = [];
  const shade = (from, to, name, opacity) =>
    parts.push(`<rect x="${round(from)}" y="0" width="${round(Math.max(2, to - from))}" height="${height}" fill="${colour(name)}" opacity="${opacity}"/>`);
  gaps.forEach(({ from, to }) => shade(day(from) - halfDay, day(to) + halfDay, 'warn', 0.18));
  if (awaited) {
    shade(day(awaited.from), day(awaited.to), 'muted', 0.13);
  }
  bands.forEach(({ upper, lower, colour: name, alpha }) =>
    parts.push(`<path d="${areas(points(upper), points(lower))}" fill="${colour(name)}" opacity="${alpha}"/>`));
  if (today) {
    parts.push(upright(day(today)), text(day(today) + 4, 12, 'Today', muted));
  }
  if (origin) {
    parts.push(upright(day(origin), dashed));
  }
  if (rule !== undefined) {
    parts.push(`<path d="M0 ${round(y(rule))}H${width}" stroke="${muted}" ${dashed}/>`);
  }
  lines.forEach(({ values, colour: name, dash, bars, width: lineWidth = 1.75 }) => parts.push(bars
    ? `<path d="${points(values).filter(Boolean).map(([at, value]) => `M${round(at - halfDay * 0.7)} ${height}V${round(value)}h${round(halfDay * 1.4)}V${height}Z`).join('')}" fill="${colour(name)}" opacity="0.5"/>`
    : `<path d="${path(points(values))}" fill="none" stroke="${colour(name)}" stroke-width="${lineWidth}" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}/>`));
  marks.forEach(({ day: date, value, kind }) => parts.push(kind === 'anomaly'
    ? `<circle cx="${round(day(date))}" cy="${round(y(value))}" r="4.5" fill="${colour('surface')}" stroke="${colour('bad')}" stroke-width="1.75"/>`
    : `<path d="M${round(day(date))} ${round(y(value) - 6)}l6 6-6 6-6-6Z" fill="${colour('surface')}" stroke="${colour('warn')}" stroke-width="1.75"/>`));
  const legend = [...lines, ...bands].map(({ label: name, colour: its, dash, lower }, i) =>
    `<tspan fill="${colour(its)}"${lower ? ` fill-opacity="${round(0.18 * (1 + i - lines.length))}"` : ''}>${lower ? '■' : dash ? '┅' : '━'}</tspan> ${escape(name)}`).join('   ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${u.width}" height="${u.height + ABOVE}" viewBox="0 0 ${u.width} ${u.height + ABOVE}" ${FONT}>
<title>${escape(label)}</title>
<rect width="100%" height="100%" fill="${colour('surface')}"/>
${text(12, 20, label, colour('ink'), 'font-weight="600" font-size="13"')}
<text x="12" y="40" fill="${muted}" xml:space="preserve">${legend}</text>
<clipPath id="plot"><rect width="${width}" height="${height}"/></clipPath>
<g transform="translate(${left} ${top})">
${ticks.y.map(({ value, label: words }) => `<path d="M0 ${round(y(value))}H${width}" stroke="${colour('grid')}"/>${text(-8, y(value) + 4, words, muted, 'text-anchor="end"')}`).join('')}
${ticks.x.map(({ value, label: words }) => text(x(value), height + 20, words, muted, 'text-anchor="middle"')).join('')}
<g clip-path="url(#plot)">
${parts.join('\n')}
</g>
${chart.tags().map((tag) => `<rect x="${width + 5}" y="${round(tag.y) - 1}" width="8" height="2" fill="${colour(tag.colour)}"/>${text(width + 17, tag.y + 4, tag.text, colour('ink'))}`).join('')}
</g>
</svg>`;
}
