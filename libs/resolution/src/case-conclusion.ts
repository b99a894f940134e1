import { caseStateTable, isFinal, missingFactsOf, type CaseRecord } from '#cases';
import { nextState } from '#platform';
import type { NewDecision } from './decisions.queries.js';
import { askedOn, legalBasisOf } from './item-facts.js';
import { statutoryDeadline } from './legal-envelope.js';

/** Whether an answer is still due: nobody has decided, or a person is to. */
export function isOpen(item: CaseRecord['items'][number]): boolean {
  return item.outcome === null || item.outcome === 'review';
}

/** Puts a case that lacks facts on hold, and says on its timeline what it waits for; returns whether that is news. */
export function keepWaiting(record: CaseRecord, today: string): boolean {
  const missing = missingFactsOf(record);
  const isNews = record.isNew || record.state !== 'incomplete' || record.waitsFor.join() !== missing.join();
  record.waitsFor = missing;
  record.state = nextState(caseStateTable, record.state, 'wait');
  record.deadlineOn = deadlineOf(record, today);
  if (isNews) record.events.push({ kind: 'case.incomplete', detail: { waitsFor: missing } });
  return isNews;
}

/** Sets state, deadline and timeline of a case after its items were decided. */
export function conclude(record: CaseRecord, decisions: readonly NewDecision[], today: string): void {
  const waits = record.items.some(isOpen);
  record.waitsFor = [];
  record.deadlineOn = deadlineOf(record, today);
  if (decisions.length > 0) {
    record.state = nextState(caseStateTable, record.state, waits ? 'review' : 'decide');
    record.events.push({
      kind: waits ? 'case.review' : 'case.decided',
      detail: {
        items: decisions.map((d) => ({
          line: d.item.lineNo,
          outcome: d.outcome,
          rule: d.rule,
          policyVersion: d.policyVersion,
          ...(d.outcome === 'review' ? { reason: d.reason } : {}),
        })),
      },
    });
  } else if (waits) {
    record.state = nextState(caseStateTable, record.state, 'review');
  }
  if (record.state === 'decided' && record.items.every(isFinal)) {
    record.state = nextState(caseStateTable, record.state, 'settle');
    record.events.push({ kind: 'case.settled', detail: {} });
  }
}

/** The earliest date among the items. Without any date of the customer's the first day that we knew of it stays. */
function deadlineOf(record: CaseRecord, today: string): string | null {
  const isGuess = record.requestedOn === null && record.receivedOn === null;
  if (isGuess && record.deadlineOn !== null) return record.deadlineOn;
  const asked = askedOn(record, today);
  let earliest: string | null = null;
  for (const item of record.items) {
    const date = statutoryDeadline(legalBasisOf(item), item.outcome, asked);
    if (date !== null && (earliest === null || date < earliest)) earliest = date;
  }
  return earliest;
}
