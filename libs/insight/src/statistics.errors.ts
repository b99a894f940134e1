import { defineErrors } from '#platform';

export const insightFail = defineErrors({ 'statistics.time': 422 });
