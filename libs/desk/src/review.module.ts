import { Module } from '@nestjs/common';
import { Adherence } from './adherence.service.js';
import { ReviewForms } from './review-forms.service.js';
import { Reviews } from './reviews.service.js';
import { Shifts } from './shifts.service.js';

/** When agents are to work, when they did, and how well. */
@Module({
  providers: [Adherence, ReviewForms, Reviews, Shifts],
  exports: [Adherence, ReviewForms, Reviews, Shifts],
})
export class QualityModule {}
