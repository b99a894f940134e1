import { Global, Module } from '@nestjs/common';
import { WrapUpEffects } from '#desk';
import { CasesModule } from '#cases';
import { ResultEffects } from '#listings';
import { NotificationsModule } from '#notifications';
import { ResultAnnouncements } from './result-announcements.service.js';
import { WrapUpAnnouncements } from './wrap-up-announcements.service.js';

/** Global, for listings and the desk ask for their effects without knowing who provides them. */
@Global()
@Module({
  imports: [CasesModule, NotificationsModule],
  providers: [
    { provide: ResultEffects, useClass: ResultAnnouncements },
    { provide: WrapUpEffects, useClass: WrapUpAnnouncements },
  ],
  exports: [ResultEffects, WrapUpEffects],
})
export class ResultEffectsModule {}
