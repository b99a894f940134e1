import './lead.css';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import type { HalfHour } from './lead-api';

const width = 960;
const height = 220;
const foot = 24;
const side = 36;

/** Required as a line over rostered as bars. The table below says the same in figures, so readers skip the picture. */
export function StaffingChart({ halfHours }: { halfHours: readonly HalfHour[] }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const most = Math.max(1, ...halfHours.flatMap(({ required, rostered }) => [required, rostered]));
  const step = (width - side) / halfHours.length;
  const heightOf = (agents: number): number => ((height - foot - 8) * agents) / most;
  const y = (agents: number): number => height - foot - heightOf(agents);
  const line = halfHours
    .map(({ required }, i) => `${i === 0 ? 'M' : 'L'}${side + i * step} ${y(required)} h${step}`)
    .join(' ');
  const every = Math.ceil(halfHours.length / 12);
  return (
    <figure className="chart" aria-hidden="true">
      <figcaption>
        <span className="key rostered" /> {t('lead.rostered')} <span className="key required" />{' '}
        {t('lead.required')}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`}>
        {[0, most].map((agents) => (
          <g key={agents}>
            <line className="grid" x1={side} x2={width} y1={y(agents)} y2={y(agents)} />
            <text x={side - 6} y={y(agents) + 4} textAnchor="end">
              {agents}
            </text>
          </g>
        ))}
        {halfHours.map(({ from, rostered }, i) => (
          <g key={from}>
            <rect
              className="rostered"
              x={side + i * step + 1}
              y={y(rostered)}
              width={Math.max(1, step - 2)}
              height={heightOf(rostered)}
            />
            {i % every === 0 && (
              <text x={side + i * step} y={height - 6}>
                {format.time(from)}
              </text>
            )}
          </g>
        ))}
        <path className="required" d={line} />
      </svg>
    </figure>
  );
}
