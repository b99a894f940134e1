import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { DeskModule } from '#desk';
import { ListingsModule } from '#listings';
import { NotificationsModule } from '#notifications';
import { AgentResolution } from './agent-resolution.service.js';
import { DecisionEffects } from './decision-effects.service.js';
import { Policies } from './policies.service.js';
import { CaseAnnouncements } from './case-announcements.service.js';
import { Resolution } from './resolution.service.js';
import { ResultEffectsModule } from './result-effects.module.js';
import { Simulations } from './simulations.service.js';

@Module({
  imports: [ClientsModule, CasesModule, DeskModule, ListingsModule, NotificationsModule, ResultEffectsModule],
  providers: [AgentResolution, CaseAnnouncements, DecisionEffects, Policies, Resolution, Simulations],
  exports: [AgentResolution, Policies, Resolution, Simulations],
})
export class ResolutionModule {}
