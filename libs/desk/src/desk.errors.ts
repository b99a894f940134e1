import { defineErrors } from '#platform';

export const deskFail = defineErrors({
  'desk.agent_unknown': 404,
  'desk.article_unknown': 404,
  'desk.callback_time': 422,
  'desk.claim_lost': 409,
  'desk.claim_unknown': 404,
  'desk.disposition_unknown': 422,
  'desk.links_exhausted': 429,
  'desk.next_step_unfit': 422,
  'desk.no_agent': 403,
  'desk.note_changed': 409,
  'desk.nothing_to_choose': 409,
  'desk.nothing_to_reveal': 404,
  'desk.on_contact': 409,
  'desk.reveals_exhausted': 429,
  'desk.script_unknown': 404,
  'desk.work_item_held': 409,
  'desk.work_item_unknown': 404,
});
