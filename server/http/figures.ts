/** The operator's figures: how the process does, and how often it said no. Codes only, never who. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

export interface Figures {
  readonly registry: Registry
  /** By refusal code, name of outage, or `fault`. */
  count(kind: 'refusal' | 'outage' | 'fault', code: string): void
}

export function openFigures(openSockets: () => number): Figures {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const answers = new Counter({
    name: 'samaki_unhappy_answers_total',
    help: 'Refusals, outages and faults over HTTP, by code',
    labelNames: ['kind', 'code'],
    registers: [registry],
  })
  new Gauge({
    name: 'samaki_open_sockets',
    help: 'Sockets that are open now',
    registers: [registry],
    collect() {
      this.set(openSockets())
    },
  })
  return { registry, count: (kind, code) => answers.inc({ kind, code }) }
}
